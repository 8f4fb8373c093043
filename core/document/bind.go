package document

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
)

// Bind holds what stands in slots of records for the steps that rest on it, in
// the version it has now, and lets go what steps held that will have to be taken
// again. It runs in the transaction of the steps.
func (ds *Documents) Bind(ctx context.Context, list []record.Binding) error {
	for _, b := range list {
		if len(b.Release) > 0 {
			if _, err := db.Exec(ctx, "UPDATE document_link SET bound_step = '', bound_version = 0 WHERE record_id = ? AND bound_step IN (?)",
				b.RecordID, b.Release); err != nil {
				return err
			}
		}
		if len(b.Slots) == 0 {
			continue
		}
		if _, err := db.Exec(ctx, `UPDATE document_link SET bound_step = ?, bound_version = (SELECT d.version FROM document AS d WHERE d.id = document_link.document_id)
			WHERE record_id = ? AND slot IN (?) AND removed_at = 0 AND bound_step = ''`, b.Step, b.RecordID, b.Slots); err != nil {
			return err
		}
	}
	return nil
}

// unbound are the links no step rests on.
func unbound(links []linkRow) []linkRow {
	var out []linkRow
	for _, l := range links {
		if l.BoundStep == "" {
			out = append(out, l)
		}
	}
	return out
}
