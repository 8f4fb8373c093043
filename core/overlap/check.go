package overlap

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
)

// Sizes of the check.
const (
	checkBatch = 500 // stretches looked at together
	madeBatch  = 50  // findings made in one transaction
)

// pair is two stretches that overlap, the older record first.
type pair struct {
	first, second Stretch
	reasons       []string
}

// key names the pair, whichever of the two was looked at.
type key struct {
	first    string
	firstNo  int
	second   string
	secondNo int
}

func (p pair) key() key { return key{p.first.RecordID, p.first.No, p.second.RecordID, p.second.No} }

// Check compares what has not been compared since it changed and makes a record of
// each pair that is found for the first time. It goes on where it was stopped.
func (o *Overlaps) Check(ctx context.Context) error {
	keeper := o.keeper(ctx)
	for {
		stamps, ids, err := unchecked(ctx)
		if err != nil || len(stamps) == 0 {
			return err
		}
		if keeper != nil {
			found, err := o.pairs(ctx, keeper, ids)
			if err != nil {
				return fmt.Errorf("find overlaps: %w", err)
			}
			for chunk := range slices.Chunk(found, madeBatch) {
				if err := db.InTx(ctx, func(ctx context.Context) error { return o.make(ctx, keeper, chunk) }); err != nil {
					return fmt.Errorf("keep overlaps: %w", err)
				}
			}
		}
		err = db.InTx(ctx, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE overlap_span SET checked = ? WHERE stamp IN (?)", true, stamps)
			return err
		})
		if err != nil {
			return fmt.Errorf("note what was compared: %w", err)
		}
	}
}

// unchecked are the next stretches to be compared, by the stamp of their last change.
func unchecked(ctx context.Context) (stamps, ids []string, err error) {
	rows, err := db.Query(ctx, "SELECT stamp, record_id FROM overlap_span WHERE NOT checked ORDER BY record_id, no LIMIT ?", checkBatch)
	if err != nil {
		return nil, nil, err
	}
	err = db.Each(rows, func(scan *sql.Rows) error {
		var stamp, recordID string
		if err := scan.Scan(&stamp, &recordID); err != nil {
			return err
		}
		stamps = append(stamps, stamp)
		if len(ids) == 0 || ids[len(ids)-1] != recordID {
			ids = append(ids, recordID)
		}
		return nil
	})
	return stamps, ids, err
}

// pairs are those of the records that overlap and were not found before.
func (o *Overlaps) pairs(ctx context.Context, keeper *kind.Kind, ids []string) ([]pair, error) {
	maybe, err := candidates(ctx, ids)
	if err != nil || len(maybe) == 0 {
		return nil, err
	}
	all, err := involved(ctx, maybe)
	if err != nil {
		return nil, err
	}
	above, err := covered(ctx, all)
	if err != nil {
		return nil, err
	}
	var out []pair
	for _, k := range maybe {
		a, there := all[[2]any{k.first, k.firstNo}]
		b, too := all[[2]any{k.second, k.secondNo}]
		switch {
		case !there, !too, above[a.ParentID], above[b.ParentID]:
		case !slices.Contains(keeper.OverlapOf.Of, a.Kind), !slices.Contains(keeper.OverlapOf.Of, b.Kind):
		default:
			if reasons := Compare(a, b); len(reasons) > 0 {
				out = append(out, pair{a, b, reasons})
			}
		}
	}
	return out, nil
}

// candidates are pairs with a word at a place, and days, in common that no record
// was made of yet, from the index alone.
func candidates(ctx context.Context, ids []string) ([]key, error) {
	rows, err := db.Query(ctx, `SELECT DISTINCT a.record_id, a.no, b.record_id, b.no FROM overlap_word AS a
		JOIN overlap_word AS b ON b.word = a.word AND b.path = a.path AND b.from_on <= a.to_on AND b.to_on >= a.from_on
			AND b.record_id <> a.record_id AND (a.own OR b.own)
		WHERE a.record_id IN (?)`, ids)
	if err != nil {
		return nil, err
	}
	seen := map[key]bool{}
	var out []key
	err = db.Each(rows, func(scan *sql.Rows) error {
		var k key
		if err := scan.Scan(&k.first, &k.firstNo, &k.second, &k.secondNo); err != nil {
			return err
		}
		if k.second < k.first {
			k = key{k.second, k.secondNo, k.first, k.firstNo}
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return known(ctx, out)
}

// known leaves out the pairs found before, whatever became of them.
func known(ctx context.Context, list []key) ([]key, error) {
	found := map[key]bool{}
	var ids []string
	for _, k := range list {
		ids = append(ids, k.first)
	}
	slices.Sort(ids)
	for chunk := range slices.Chunk(slices.Compact(ids), checkBatch) {
		rows, err := db.Query(ctx, "SELECT first_id, first_no, second_id, second_no FROM overlap_pair WHERE first_id IN (?)", chunk)
		if err != nil {
			return nil, err
		}
		err = db.Each(rows, func(scan *sql.Rows) error {
			var k key
			err := scan.Scan(&k.first, &k.firstNo, &k.second, &k.secondNo)
			found[k] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(list, func(k key) bool { return found[k] }), nil
}

// involved are the stretches of the pairs, by record and row.
func involved(ctx context.Context, list []key) (map[[2]any]Stretch, error) {
	var ids []string
	for _, k := range list {
		ids = append(ids, k.first, k.second)
	}
	slices.Sort(ids)
	out := map[[2]any]Stretch{}
	for chunk := range slices.Chunk(slices.Compact(ids), checkBatch) {
		some, err := stored(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, s := range some {
			out[[2]any{s.RecordID, s.No}] = s
		}
	}
	return out, nil
}

// covered are the records above that are compared themselves: what stands below one
// is the same thing again.
func covered(ctx context.Context, all map[[2]any]Stretch) (map[string]bool, error) {
	var ids []string
	for _, s := range all {
		if s.ParentID != "" {
			ids = append(ids, s.ParentID)
		}
	}
	slices.Sort(ids)
	out := map[string]bool{}
	for chunk := range slices.Chunk(slices.Compact(ids), checkBatch) {
		some, err := stored(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, s := range some {
			out[s.RecordID] = true
		}
	}
	return out, nil
}
