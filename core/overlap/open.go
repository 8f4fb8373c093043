package overlap

import (
	"context"
	"strconv"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/unit"
)

// Open refuses a step that waits for overlaps while one of the record, or of those
// below it, is undecided. Only the number is told: who asks may not read them all.
// Faults: Conflict overlap_unchecked (some are not compared since they last changed)
// and overlap_undecided, both with count.
func (o *Overlaps) Open(ctx context.Context, recordID string) error {
	var waiting, undecided int
	err := db.QueryRow(ctx, "SELECT COUNT(*) FROM overlap_span WHERE NOT checked AND (record_id = ? OR parent_id = ?)", recordID, recordID).Scan(&waiting)
	if err != nil {
		return err
	}
	if waiting > 0 {
		return fault.New(fault.Conflict, "overlap_unchecked", fault.Param("count", strconv.Itoa(waiting)))
	}
	err = db.QueryRow(ctx, `SELECT COUNT(DISTINCT finding_id) FROM overlap_pair JOIN record ON record.id = finding_id
		WHERE record.phase IN ('draft', 'active', 'returned') AND EXISTS (SELECT 1 FROM overlap_span
			WHERE overlap_span.record_id IN (first_id, second_id) AND (overlap_span.record_id = ? OR overlap_span.parent_id = ?))`, recordID, recordID).Scan(&undecided)
	if err != nil || undecided == 0 {
		return err
	}
	return fault.New(fault.Conflict, "overlap_undecided", fault.Param("count", strconv.Itoa(undecided)))
}

// Moved has what is compared read anew when a unit's path changes; it is a unit.Mover
// and runs in the move's transaction.
func (o *Overlaps) Moved(ctx context.Context, oldPath, _ string) error {
	from, to := unit.Range(oldPath)
	there := "record_id IN (SELECT record_id FROM overlap_word WHERE path >= ? AND path < ?)"
	n, err := db.Exec(ctx, "DELETE FROM overlap_span WHERE "+there, from, to)
	if err != nil || n == 0 {
		return err
	}
	if _, err := db.Exec(ctx, "DELETE FROM overlap_word WHERE NOT EXISTS (SELECT 1 FROM overlap_span WHERE overlap_span.record_id = overlap_word.record_id)"); err != nil {
		return err
	}
	return job.Enqueue(ctx, FillJob, nil, job.Unique(FillJob))
}
