package measure

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/calendar"
)

// GrainBits are the bits of Contribution.Grains. A contribution counts in the
// periods of the grains whose bits are set.
var GrainBits = map[string]int64{calendar.GrainMonth: 1, calendar.GrainQuarter: 2, calendar.GrainHalf: 4, calendar.GrainYear: 8}

// AllGrains are those of a contribution that no newer one replaces, the grains
// to come included.
const AllGrains = 31

// GrainsOf says, by rank and record, in which grains' periods the record is the
// newest of its rank. Of two of one day the one made later is newer.
func GrainsOf(list []Contribution) map[string]int64 {
	byRank := map[string][]Contribution{}
	for _, c := range list {
		if c.Rank != "" {
			byRank[c.Rank] = append(byRank[c.Rank], c)
		}
	}
	out := map[string]int64{}
	for name, of := range byRank {
		slices.SortFunc(of, func(a, b Contribution) int {
			return cmp.Or(cmp.Compare(a.Day.String(), b.Day.String()), cmp.Compare(a.RecordID, b.RecordID))
		})
		of = slices.CompactFunc(of, func(a, b Contribution) bool { return a.RecordID == b.RecordID })
		for i, c := range of {
			bits := int64(AllGrains)
			if i+1 < len(of) {
				bits = 0
				for grain, bit := range GrainBits {
					if calendar.PeriodOf(c.Day, grain) != calendar.PeriodOf(of[i+1].Day, grain) {
						bits |= bit
					}
				}
			}
			out[name+" "+c.RecordID] = bits
		}
	}
	return out
}

// Periods are the month of a day and the wider periods that hold it, of the
// grains given.
func Periods(day calendar.Date, grains int64) []calendar.Period {
	month := calendar.PeriodOf(day, calendar.GrainMonth)
	all := append([]calendar.Period{month}, month.Parents()...)
	return slices.DeleteFunc(all, func(p calendar.Period) bool {
		bit, known := GrainBits[p.Grain()]
		return known && grains&bit == 0
	})
}
