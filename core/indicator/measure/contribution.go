package measure

import (
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
)

// Scale is how many parts of one a figure is kept in.
const Scale = 1000

// Contribution is one record's part in one measure at one unit. Here, in
// deltas and in figures a measure goes by its key, see Measure.Key.
type Contribution struct {
	bun.BaseModel `bun:"table:contribution,alias:contribution"`

	ID       string        `bun:"id,pk"`
	Measure  string        `bun:"measure"`
	RecordID string        `bun:"record_id"`
	UnitID   string        `bun:"unit_id"`
	UnitPath string        `bun:"unit_path"`
	Day      calendar.Date `bun:"day"`
	Num      int64         `bun:"num"`
	Den      int64         `bun:"den"`
	Proven   int64         `bun:"proven"`
	Cover    bool          `bun:"cover"`

	Approved  int64  `bun:"approved"`
	Withdrawn int64  `bun:"withdrawn"` // counted beside the figure, in records
	Grains    int64  `bun:"grains"`    // of periods it counts in, see GrainBits
	Rank      string `bun:"rank"`      // of those that share it the newest counts; "" = it counts by itself
}

// Key tells the contributions of a province apart.
func (c Contribution) Key() string {
	return c.RecordID + " " + c.Measure + " " + c.UnitID + " " + c.Day.String()
}

// Same reports whether nothing of it has changed.
func (c Contribution) Same(o Contribution) bool {
	return c.Amount() == o.Amount() && c.Grains == o.Grains && c.Rank == o.Rank
}

// Amount is what it adds.
func (c Contribution) Amount() Amount { return Amount{c.Num, c.Den, c.Proven, c.Approved, c.Withdrawn} }

// Amount is what is added up, in thousandths.
type Amount struct{ Num, Den, Proven, Approved, Withdrawn int64 }

// Plus adds two amounts.
func (a Amount) Plus(b Amount) Amount {
	return Amount{a.Num + b.Num, a.Den + b.Den, a.Proven + b.Proven, a.Approved + b.Approved, a.Withdrawn + b.Withdrawn}
}

// Times is the amount n times.
func (a Amount) Times(n int64) Amount {
	return Amount{n * a.Num, n * a.Den, n * a.Proven, n * a.Approved, n * a.Withdrawn}
}

// List gives the amounts in the order of the fields.
func (a Amount) List() [5]int64 { return [5]int64{a.Num, a.Den, a.Proven, a.Approved, a.Withdrawn} }
