package identity

import (
	"context"
	"time"
)

// Token is an API token without its secret.
type Token struct {
	ID        string    `json:"id"`
	PersonID  string    `json:"person_id"`
	Name      string    `json:"name"`
	Allow     []string  `json:"allow"`
	Expires   time.Time `json:"expires"`
	LastUsed  time.Time `json:"last_used,omitzero"`
	CreatedAt time.Time `json:"created_at"`
}

// CreateToken makes a token and its secret "dk_…", shown once. No allow list
// means every action the person has; zero expires means 90 days.
func (p *People) CreateToken(ctx context.Context, personID, name string, allow []string, expires time.Time) (Token, string, error) {
	return Token{}, "", errNotReady
}

// ResumeToken finds the actor of a token.
func (p *People) ResumeToken(ctx context.Context, secret string) (Actor, error) {
	return Actor{}, errNotReady
}

// Tokens lists a person's live tokens.
func (p *People) Tokens(ctx context.Context, personID string) ([]Token, error) {
	return nil, errNotReady
}

// RevokeToken ends a token.
func (p *People) RevokeToken(ctx context.Context, personID, tokenID string) error {
	return errNotReady
}
