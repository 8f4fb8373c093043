package overlap

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// relation ties what is found to the two records it is about.
const relation = "overlaps"

// place is where a record is kept.
type place struct{ kind, unitID, unitPath string }

// make makes a record of each pair, in the open transaction, through the same
// pipeline as everything else. It comes from the older of the two.
func (o *Overlaps) make(ctx context.Context, keeper *kind.Kind, pairs []pair) error {
	at, err := places(ctx, pairs)
	if err != nil {
		return err
	}
	effects := map[string][]sdk.Effect{}
	for _, p := range pairs {
		made, err := o.finding(ctx, keeper, p, at)
		if err != nil {
			return err
		}
		if made.UnitID != "" {
			effects[p.first.RecordID] = append(effects[p.first.RecordID], sdk.Effect{Kind: sdk.EffectCreate, IdemKey: p.key().effect(), Create: made})
		}
	}
	for _, p := range pairs {
		recordID := p.first.RecordID
		if list := effects[recordID]; len(list) > 0 {
			delete(effects, recordID)
			if err := o.Records.Follow(ctx, keeper.Module, recordID, list); err != nil {
				return err
			}
		}
	}
	return o.remember(ctx, keeper, pairs)
}

// effect names the making of the record, so that it is made once.
func (k key) effect() string {
	return "overlap:" + strconv.Itoa(k.firstNo) + ":" + k.second + ":" + strconv.Itoa(k.secondNo)
}

// finding is the record of a pair: its unit is the upper of those that may keep one.
func (o *Overlaps) finding(ctx context.Context, keeper *kind.Kind, p pair, at map[string]place) (*sdk.CreateEffect, error) {
	f, fields := keeper.OverlapOf, map[string]any{}
	put := func(name string, value any) {
		if name != "" {
			fields[name] = value
		}
	}
	put(f.Reasons, p.reasons)
	units := []string{p.first.UnitID}
	if p.second.UnitID != p.first.UnitID {
		units = append(units, p.second.UnitID)
	}
	put(f.Units, units)
	var where []string
	for _, path := range inCommon(p.first, p.second) {
		u, err := o.Tree.ByPath(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("place %s: %w", path, err)
		}
		where = append(where, u.ID)
	}
	put(f.Places, where)
	from, to := calendar.Later(p.first.First, p.second.First), calendar.Earlier(p.first.Last, p.second.Last)
	if to.Before(from) { // alike by the month alone: from the first day of both to the last
		from, to = calendar.Earlier(p.first.First, p.second.First), calendar.Later(p.first.Last, p.second.Last)
	}
	put(f.From, from.String())
	put(f.To, to.String())
	if field := keeper.Field(f.Parent); field != nil {
		for _, above := range []string{p.first.ParentID, p.second.ParentID} {
			if at[above].kind == field.To && fields[f.Parent] == nil {
				fields[f.Parent] = above
			}
		}
	}
	unitID, err := o.home(ctx, keeper, p, at)
	return &sdk.CreateEffect{Kind: keeper.Full, UnitID: unitID, State: f.State, Fields: fields}, err
}

// home is the unit that keeps the record of a pair, "" when none of those concerned
// may.
func (o *Overlaps) home(ctx context.Context, keeper *kind.Kind, p pair, at map[string]place) (string, error) {
	var best place
	for _, recordID := range []string{p.first.ParentID, p.second.ParentID, p.first.RecordID, p.second.RecordID} {
		one := at[recordID]
		if one.unitID == "" || best.unitID != "" && len(unit.Ancestors(one.unitPath)) >= len(unit.Ancestors(best.unitPath)) {
			continue
		}
		u, err := o.Tree.Get(ctx, one.unitID)
		if err != nil {
			return "", fmt.Errorf("unit of %s: %w", recordID, err)
		}
		if keeper.OwnedBy(u.Kind) && u.Open() {
			best = one
		}
	}
	return best.unitID, nil
}

// remember ties the records made to both they are about, and keeps the pairs.
func (o *Overlaps) remember(ctx context.Context, keeper *kind.Kind, pairs []pair) error {
	var ties []row.Tie
	var kept [][]any
	for _, p := range pairs {
		k := p.key()
		var finding string
		err := db.QueryRow(ctx, "SELECT to_id FROM record_link WHERE from_id = ? AND rel = 'effect' AND key = ?", k.first, keeper.Module+":"+k.effect()).Scan(&finding)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if finding != "" {
			ties = append(ties, row.Tie{From: finding, Rel: relation, Key: "1", To: k.first}, row.Tie{From: finding, Rel: relation, Key: "2", To: k.second})
		}
		kept = append(kept, []any{k.first, k.firstNo, k.second, k.secondNo, finding})
	}
	if len(ties) > 0 {
		if err := row.Link(ctx, ties...); err != nil {
			return err
		}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO overlap_pair (first_id, first_no, second_id, second_no, finding_id)", kept,
		"ON CONFLICT (first_id, first_no, second_id, second_no) DO NOTHING")
	return err
}

// places are where the records of the pairs, and those above them, are kept.
func places(ctx context.Context, pairs []pair) (map[string]place, error) {
	var ids []string
	for _, p := range pairs {
		for _, s := range []Stretch{p.first, p.second} {
			ids = append(ids, s.RecordID)
			if s.ParentID != "" {
				ids = append(ids, s.ParentID)
			}
		}
	}
	slices.Sort(ids)
	rows, err := db.Query(ctx, "SELECT id, kind, unit_id, unit_path FROM record WHERE id IN (?)", slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	out := map[string]place{}
	err = db.Each(rows, func(scan *sql.Rows) error {
		var recordID string
		var p place
		err := scan.Scan(&recordID, &p.kind, &p.unitID, &p.unitPath)
		out[recordID] = p
		return err
	})
	return out, err
}
