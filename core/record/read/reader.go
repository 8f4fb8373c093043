package read

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/unit"
)

// Guard is the part of access.Guard that reading needs.
type Guard interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
	Scope(ctx context.Context, action, kind string) (access.Filter, error)
	Standing(ctx context.Context, o access.Object) (access.Standing, error)
	StandIn(ctx context.Context, action string, o access.Object) *identity.Post
}

// Tree is the part of unit.Tree that reading needs.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	Related(ctx context.Context, relation, to, unitID string) (bool, error)
}

// People is the part of identity.People that records need: the names of those
// of the ids that are people here, and what somebody may do.
type People interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
	ActorOf(ctx context.Context, personID string) (identity.Actor, error)
}

// Reader shows records to whoever may read them. It writes nothing.
type Reader struct {
	kinds *kind.Kinds
	guard Guard
	tree  Tree

	people   People   // nil knows nobody
	evidence Evidence // nil counts nothing
}

// New makes a Reader.
func New(kinds *kind.Kinds, guard Guard, tree Tree, people People) *Reader {
	return &Reader{kinds: kinds, guard: guard, tree: tree, people: people}
}
