package factor

import "context"

// Sealer keeps the seeds of second factors from whoever has only the database;
// seal.Keys fits.
type Sealer interface {
	SealSecret(ctx context.Context, owner, secret string) (string, error)
	OpenSecret(ctx context.Context, owner, sealed string) (string, error)
	SecretSealed(stored string) bool
}
