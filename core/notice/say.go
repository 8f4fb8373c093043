package notice

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
)

// What a notice about no record says.
const (
	Delegation      = "delegation"       // a post was lent
	DelegationEnded = "delegation_ended" // … and is no more
)

// Say tells people something about no record, in the caller's transaction; the same
// cause is told once.
func (b *Box) Say(ctx context.Context, code, cause string, said manifest.Text, people ...string) error {
	rows := make([]row, 0, len(people))
	for _, personID := range people {
		if personID == "" {
			continue
		}
		rows = append(rows, row{ID: id.New("ntf"), PersonID: personID, Code: code, ByID: identity.By(ctx), Said: sentence(said),
			Key: code + ":" + cause + ":" + personID, CreatedAt: db.Now(ctx).UnixMicro()})
	}
	return insert(ctx, rows)
}
