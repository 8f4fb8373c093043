package programme

import (
	"context"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
)

// Offered are the clauses of the province's own book, as values of fields that name
// clauses, and what tells them from those of another book. It asks the database only
// while nothing is known: this process knows a book it changes at once, another's
// with the next record or page that asks for the book.
func (p *Programme) Offered(ctx context.Context) ([]manifest.EnumValue, string) {
	b, _ := p.books.Last(ctx)
	if b == nil {
		var err error
		if b, err = p.books.Get(ctx); err != nil {
			return nil, ""
		}
	}
	return b.offered, strconv.Itoa(b.Version)
}

// offer makes the clauses of a book values; a book without clauses offers none.
func (b *Book) offer() {
	b.offered = nil
	if len(b.Clauses) == 0 {
		return
	}
	for _, c := range b.Clauses {
		b.offered = append(b.offered, manifest.EnumValue{ID: c.ID, Label: manifest.Text{VI: c.ID + ". " + c.Title.VI, EN: c.ID + ". " + c.Title.EN}})
	}
	b.offered = append(b.offered, manifest.EnumValue{ID: clause.General, Label: manifest.Text{VI: "Nhiệm vụ chung", EN: "General"}})
}
