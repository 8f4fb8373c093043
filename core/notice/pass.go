package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// Pass does one record.NotifyJob: a module's sentence reaches the person it
// names, or those who play the part at the unit. About a record only those are
// told who may read it; the same cause is told once.
func (b *Box) Pass(ctx context.Context, j job.Job) error {
	var n record.Notify
	if err := j.Decode(&n); err != nil {
		return fmt.Errorf("read %s: %w", record.NotifyJob, err)
	}
	ctx = identity.System(ctx, record.NotifyJob)
	r := &record.Record{}
	if n.RecordID != "" {
		var err error
		if r, err = b.deps.Records.Get(ctx, n.RecordID); fault.Is(err, fault.NotFound) {
			return nil
		} else if err != nil {
			return err
		}
	}
	people, err := b.meant(ctx, n)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(personID string) bool { return !b.reads(ctx, personID, r) })
	if len(people) == 0 {
		return nil
	}
	said := b.said(n)
	return db.InTx(ctx, func(ctx context.Context) error {
		return insert(ctx, notices(ctx, r, n.Module+"."+n.Effect.Code, n.By, n.Module+":"+n.Key, said, people))
	})
}

// meant are the people an effect names.
func (b *Box) meant(ctx context.Context, n record.Notify) ([]string, error) {
	if n.Effect.PersonID != "" {
		return []string{n.Effect.PersonID}, nil
	}
	posts, err := b.deps.People.PostsAt(ctx, []string{n.Effect.UnitID})
	if err != nil {
		return nil, fmt.Errorf("find who is meant: %w", err)
	}
	var out []string
	for _, p := range posts {
		plays, err := b.deps.Plays(ctx, p.Role, n.Module, n.Effect.Role)
		if err != nil {
			return nil, fmt.Errorf("what a role plays: %w", err)
		}
		if plays && !slices.Contains(out, p.PersonID) {
			out = append(out, p.PersonID)
		}
	}
	return out, nil
}

// reads reports whether the person is there and may read the record; without a
// record everybody may.
func (b *Box) reads(ctx context.Context, personID string, r *record.Record) bool {
	who, err := b.deps.People.ActorOf(ctx, personID)
	return err == nil && (r.ID == "" || b.deps.May(identity.With(ctx, who), "read", r))
}

// said is the module's sentence of the code, its parameters put in.
func (b *Box) said(n record.Notify) string {
	var text manifest.Text
	for _, m := range b.deps.Kinds.Installed() {
		if m.ID == n.Module {
			text = m.Problems[n.Effect.Code]
		}
	}
	for k, v := range n.Effect.Params {
		text.VI, text.EN = strings.ReplaceAll(text.VI, "{"+k+"}", v), strings.ReplaceAll(text.EN, "{"+k+"}", v)
	}
	return sentence(text)
}

// sentence is a text as a notice keeps it, "" for none.
func sentence(t manifest.Text) string {
	if t.IsZero() {
		return ""
	}
	raw, _ := json.Marshal(t) // two strings
	return string(raw)
}

// notices are what a record's change says to each of the people.
func notices(ctx context.Context, r *record.Record, code, by, cause, said string, people []string) []row {
	rows := make([]row, 0, len(people))
	for _, p := range people {
		rows = append(rows, row{ID: id.New("ntf"), PersonID: p, Code: code, RecordID: r.ID, Kind: r.Kind,
			Version: r.Version, Title: r.Title, Number: r.Number, DueOn: r.DueOn.String(), ByID: by, Said: said,
			Key: code + ":" + r.ID + ":" + p + ":" + cause, CreatedAt: db.Now(ctx).UnixMicro()})
	}
	return rows
}

// insert writes notices; the same cause is told once.
func insert(ctx context.Context, rows []row) error {
	conn, err := db.Of(ctx)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(rows, 500) {
		if _, err := conn.NewInsert().Model(&chunk).On("CONFLICT (key) DO NOTHING").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
