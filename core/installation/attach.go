package installation

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
)

// mayAttach refuses who can put a document into no slot of any record, neither
// by right nor by a step that opens slots for itself, and can bring no sheet
// either, since they make no records. Fault: Forbidden
// "upload.nothing_to_attach".
func (i *Installation) mayAttach(ctx context.Context) error {
	actions := []string{"create"}
	for _, m := range i.Kinds.Every() {
		for _, k := range m.Kinds {
			for _, s := range k.Slots {
				actions = append(actions, access.AttachTo(s.Code))
			}
			for _, t := range k.Lifecycle.Transitions {
				if len(t.Slots)+len(t.Attach) > 0 {
					actions = append(actions, access.Do(t.Name))
				}
			}
		}
	}
	may, err := i.Guard.Anywhere(ctx, actions...)
	if err == nil && len(may) == 0 {
		err = fault.New(fault.Forbidden, "upload.nothing_to_attach")
	}
	return err
}
