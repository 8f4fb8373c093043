package near

import (
	"context"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
)

// Judge settles the acts and judges them, each with what it must know of other
// records: what references point at before its values are computed, what finds
// find once they stand. What is wrong with one stands in its Err; the error is of
// none of them alone.
func Judge(ctx context.Context, kinds *kind.Kinds, guard Guard, acts []*act.Act, settle func(context.Context, *act.Act) error) error {
	acts = act.Alive(acts)
	if err := Point(ctx, kinds, acts); err != nil {
		return err
	}
	for _, a := range acts {
		a.Err = settle(ctx, a)
	}
	if err := Find(ctx, kinds, guard, act.Alive(acts)); err != nil {
		return err
	}
	for _, a := range act.Alive(acts) {
		a.Err = a.Judge()
	}
	return nil
}
