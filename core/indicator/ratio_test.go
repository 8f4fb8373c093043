package indicator

import (
	"testing"

	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
)

// TestRatiosAreInTheirUnit: five days over two cases are two and a half days,
// and two of five cases are forty percent.
func TestRatiosAreInTheirUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit     string
		num, den int64
		want     float64
	}{{"day", 5, 2, 2.5}, {"percent", 2, 5, 40}} {
		m := &Measure{Measure: &manifest.Measure{Kind: manifest.MeasureRatio, Unit: c.unit}}
		f := figureOf(m, cell{Num: c.num * measure.Scale, Den: c.den * measure.Scale, Proven: c.num * measure.Scale})
		if f.Value == nil || *f.Value != c.want || *f.Proven != c.want || *f.Claimed != 0 {
			t.Errorf("%d over %d in %s: %+v", c.num, c.den, c.unit, f)
		}
	}
	if f := figureOf(&Measure{Measure: &manifest.Measure{Kind: manifest.MeasureRatio, Unit: "day"}}, cell{}); f.Value != nil {
		t.Errorf("nothing to divide by, and yet %v", *f.Value)
	}
}

func TestAmountsAddUpExactly(t *testing.T) {
	t.Parallel()
	sum := int64(0)
	for range 1000 {
		sum += measure.Thousandths(0.1)
	}
	if parts(sum) != 100 {
		t.Errorf("a thousand tenths are %v", parts(sum))
	}
}
