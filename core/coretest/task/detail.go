package task

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
)

// With is the same province for a part of the test.
func (p *Province) With(t testing.TB) *Province {
	part := *p
	part.t = t
	return &part
}

// OweSince has the duties of the province owed since so many days ago, as if they
// had been switched on then.
func (p *Province) OweSince(days int) {
	p.t.Helper()
	now := time.Now()
	p.OweOn(now.AddDate(0, 0, -days), now)
}

// OweOn has the duties of the province owed since the first of the times, and
// reckoned at each of them.
func (p *Province) OweOn(times ...time.Time) {
	p.t.Helper()
	err := db.InTx(p.In(p.slug), func(ctx context.Context) error {
		_, err := db.Exec(ctx, "DELETE FROM duty_rule") // what knows that they are owed since now
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, at := range times {
		if err := p.Duties.Reckon(id.WithClock(p.In(p.slug), func() time.Time { return at })); err != nil {
			p.t.Fatal(err)
		}
	}
}

// List is the first page of the kind's records that fit the query string.
func (w *Person) List(kind, query string) []*Record {
	w.p.t.Helper()
	var page struct{ Items []*Record }
	w.Do("GET", "/records/"+kind+"?"+query, nil).Want(w.p.t, 200, &page)
	return page.Items
}

// Read is the record as the person sees it now.
func (w *Person) Read(id string) *Record {
	w.p.t.Helper()
	var r Record
	w.Do("GET", "/records/"+id, nil).Want(w.p.t, 200, &r)
	return &r
}

// Warned reports whether the last step on the record passed with a remark of this
// code, whichever module it belongs to.
func (r *Record) Warned(code string) bool {
	for _, w := range r.Warnings {
		if w.Code == code || strings.HasSuffix(w.Code, "."+code) {
			return true
		}
	}
	return false
}

// Part is what the figure says of one value of a measure that is shown by value.
func (f Figure) Part(value string) float64 {
	for _, s := range f.Split {
		if s.Value == value && s.Figure.Value != nil {
			return *s.Figure.Value
		}
	}
	return 0
}
