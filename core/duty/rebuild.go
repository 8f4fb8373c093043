package duty

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// RebuildJob looks at all records of a kind for a duty that is new or has changed.
const RebuildJob = "duty.rebuild"

const (
	page = 100             // records looked at in one transaction
	turn = 2 * time.Second // after which other jobs have their turn
)

type part struct {
	Duty string `json:"duty"`
}

func enqueueRebuild(ctx context.Context, name string) error {
	return job.Enqueue(ctx, RebuildJob, part{name}, job.Unique(RebuildJob+" "+name))
}

// rebuild does one RebuildJob, or a turn of it: how far it came is kept.
func (ds *Duties) rebuild(ctx context.Context, j job.Job) error {
	var p part
	if err := j.Decode(&p); err != nil {
		return err
	}
	rules := ds.named(ctx, p.Duty)
	if len(rules) == 0 {
		return nil // off, or its module is gone
	}
	for end := time.Now().Add(turn); ; {
		more := false
		err := db.InTx(ctx, func(ctx context.Context) (err error) {
			if more, err = ds.lookOn(ctx, rules); err != nil || !more || time.Now().Before(end) {
				return err
			}
			return enqueueRebuild(ctx, p.Duty)
		})
		if err != nil {
			return fmt.Errorf("rebuild %s: %w", p.Duty, err)
		}
		if !more || time.Now().After(end) {
			return nil
		}
	}
}

// lookOn looks at the next page of records, or ends when there is none.
func (ds *Duties) lookOn(ctx context.Context, rules []*owed) (more bool, err error) {
	var revised, reached string
	err = db.QueryRow(ctx, "SELECT revision, reached FROM duty_rule WHERE duty = ?", rules[0].name).Scan(&revised, &reached)
	if fault.Is(err, fault.NotFound) || err == nil && revised != "" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ids, err := ds.Records.IDs(ctx, rules[0].Kind, reached, page)
	if err != nil {
		return false, err
	}
	changes := map[string]record.Change{}
	for _, recordID := range ids {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return false, err
		}
		c, err := ds.Records.Shown(ctx, recordID)
		if fault.Is(err, fault.NotFound) {
			continue // thrown away
		}
		if err != nil {
			return false, err
		}
		changes[recordID] = c
	}
	if err := ds.look(ctx, ds.active(ctx), changes); err != nil {
		return false, err
	}
	if len(ids) > 0 {
		_, err = db.Exec(ctx, "UPDATE duty_rule SET reached = ? WHERE duty = ?", ids[len(ids)-1], rules[0].name)
		return true, err
	}
	_, err = db.Exec(ctx, "UPDATE duty_rule SET revision = ?, reached = '' WHERE duty = ?", revision(rules), rules[0].name)
	return false, err
}
