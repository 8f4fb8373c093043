package row

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
)

// FindAll reads records with their fields, in the order they are named. Fault: NotFound
// if one is not there.
func FindAll(ctx context.Context, kinds *kind.Kinds, ids []string) ([]*Record, error) {
	missing := fault.New(fault.NotFound, "not_found")
	for _, recordID := range ids {
		if !id.Valid(recordID, "rec") {
			return nil, missing
		}
	}
	found, err := Select(ctx, "SELECT "+Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err != nil {
		return nil, err
	}
	by := map[string]*Record{}
	for _, rec := range found {
		by[rec.ID] = rec
	}
	out := make([]*Record, len(ids))
	for i, recordID := range ids {
		if out[i] = by[recordID]; out[i] == nil {
			return nil, missing
		}
	}
	return out, Fill(ctx, kinds, out...)
}

// Discard puts records out of sight, each as its entry has it, by one statement for those
// of one version. Fault: Stale if one has moved on, and then none is to stay.
func Discard(ctx context.Context, list []Entry) error {
	versions := map[int][]string{}
	for _, e := range list {
		versions[e.Record.Version] = append(versions[e.Record.Version], e.Record.ID)
	}
	for version, ids := range versions {
		by := list[0].Record // all are of one act
		n, err := db.Exec(ctx, "UPDATE record SET phase = 'discarded', version = ?, updated_by = ?, updated_at = ? WHERE id IN (?) AND version = ?",
			version, by.UpdatedBy, Micros(by.UpdatedAt), ids, version-1)
		if err != nil {
			return err
		}
		if n < int64(len(ids)) {
			return Stale(list[0].Record)
		}
	}
	return AddRevisions(ctx, list)
}
