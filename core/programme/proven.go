package programme

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// taskKind is the base kind of tasks, and provedBy its field that names the records
// that prove one.
const (
	taskKind = "core.task"
	provedBy = "records"
)

// holdTasks refuses, in the transaction of the step, that a task is reported or accepted
// while a record it names proves nothing itself: a draft, one given up, or one whose
// steps' papers are not there.
func (p *Programme) holdTasks(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.After.Kind != taskKind || c.Action != "do:report" && c.Action != "do:accept" {
			continue
		}
		ids, _ := c.After.Fields[provedBy].([]string)
		for _, recordID := range ids {
			named, err := p.Records.Shown(ctx, recordID)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return fmt.Errorf("look at what proves %s: %w", c.After.ID, err)
			}
			if err != nil || named.After.Phase != record.Active && named.After.Phase != record.Done || !proven(named) {
				return fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: provedBy, Code: "task_record_unproven"}))
			}
		}
	}
	return nil
}
