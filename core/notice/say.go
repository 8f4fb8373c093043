package notice

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
)

// What a notice about no record says.
const (
	Delegation      = "delegation"       // a post was lent
	DelegationEnded = "delegation_ended" // … and is no more
	TookOver        = "took_over"        // a unit took another one over
	Account         = "account"          // something was done to how a person signs in
	Proposal        = "proposal"         // an act waits for a second administrator, or does no more
)

// Opening says that another keeper asks to open sealed fields of a record.
const Opening = "opening"

// OpeningAsked tells keepers, in the caller's transaction, that one of them must
// agree to open sealed fields. What was said as the reason stays there.
func (b *Box) OpeningAsked(ctx context.Context, openingID, recordID string, keepers []string) error {
	by := identity.By(ctx)
	r, err := b.deps.Records.Get(ctx, recordID)
	if err != nil {
		return err
	}
	keepers = slices.DeleteFunc(slices.Clone(keepers), func(personID string) bool { return personID == by || !b.reads(ctx, personID, r) })
	return insert(ctx, notices(ctx, r, Opening, by, openingID, "", keepers))
}

// TookOver tells the people of a unit, in the caller's transaction, that it took
// over another one's posts, drafts and open work.
func (b *Box) TookOver(ctx context.Context, fromID, toID, basis string) error {
	from, err := b.deps.Tree.Get(ctx, fromID)
	if err != nil {
		return err
	}
	to, err := b.deps.Tree.Get(ctx, toID)
	if err != nil {
		return err
	}
	posts, err := b.deps.People.PostsAt(ctx, []string{toID})
	if err != nil {
		return err
	}
	var people []string
	for _, p := range posts {
		if p.UnitID == toID && !slices.Contains(people, p.PersonID) {
			people = append(people, p.PersonID)
		}
	}
	if len(people) == 0 {
		return nil
	}
	return b.Say(ctx, TookOver, fromID+":"+toID, manifest.Text{
		VI: to.Name + " tiếp nhận " + from.Name + " theo " + basis + ". Vị trí, bản nháp và hồ sơ đang mở của đơn vị cũ nay do đơn vị mới làm tiếp.",
		EN: to.Name + " took over " + from.Name + " by " + basis + ". Its posts, drafts and open records are now the new unit's to go on with.",
	}, people...)
}

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
