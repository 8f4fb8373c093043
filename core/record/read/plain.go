package read

import (
	"context"
	"fmt"

	steps "github.com/doanket/doanket/core/manifest/way"
	"github.com/doanket/doanket/core/record/row"
)

// PlainSteps is a record and the steps that can be taken on it together with others:
// the actor may, nothing is missing, and a reason at most is asked for. A step that only
// an exception lets them take on their own work is not among them: it is shown where it
// is taken.
type PlainSteps struct {
	Record *row.Record
	Steps  []string
}

// PlainSteps finds them for those of the records that the actor may read, in the order
// of their ids.
func (r *Reader) PlainSteps(ctx context.Context, ids []string) ([]PlainSteps, error) {
	found, err := r.Among(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded' ORDER BY id", ids)
	if err == nil {
		err = r.Fill(ctx, found...)
	}
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	sound := map[string]map[string]int{}
	if r.evidence != nil {
		if sound, err = r.evidence.Count(ctx, ids); err != nil {
			return nil, fmt.Errorf("count evidence: %w", err)
		}
	}
	out := make([]PlainSteps, len(found))
	for i, rec := range found {
		docs := sound[rec.ID]
		if docs == nil {
			docs = map[string]int{}
		}
		offers, err := r.Transitions(ctx, rec, docs)
		if err != nil {
			return nil, err
		}
		out[i] = PlainSteps{Record: rec, Steps: []string{}}
		for _, o := range offers {
			if o.Allowed && o.SelfApproval == "" && len(o.Missing) == 0 && r.plain(ctx, rec.Kind, o.Name) {
				out[i].Steps = append(out[i].Steps, o.Name)
			}
		}
	}
	return out, nil
}

func (r *Reader) plain(ctx context.Context, kind, step string) bool {
	k, err := r.kinds.Of(ctx, kind)
	return err == nil && steps.Plain(k.Lifecycle.Transition(step))
}
