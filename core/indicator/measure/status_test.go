package measure_test

import (
	"testing"

	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
)

func TestStatusAgainstTarget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		target manifest.Target
		value  float64
		want   string
	}{
		{manifest.Target{Op: ">=", Value: 100}, 100, measure.Met}, {manifest.Target{Op: ">=", Value: 100}, 90, measure.Near}, {manifest.Target{Op: ">=", Value: 100}, 89.9, measure.Missed},
		{manifest.Target{Op: ">", Value: 95}, 95, measure.Near}, {manifest.Target{Op: ">", Value: 95}, 95.1, measure.Met}, {manifest.Target{Op: ">", Value: 95}, 80, measure.Missed},
		{manifest.Target{Op: "<=", Value: 10}, 10, measure.Met}, {manifest.Target{Op: "<=", Value: 10}, 11, measure.Near}, {manifest.Target{Op: "<=", Value: 10}, 12, measure.Missed},
		{manifest.Target{Op: "<", Value: 10}, 10, measure.Near}, {manifest.Target{Op: "<", Value: 10}, 9, measure.Met},
		{manifest.Target{Op: "=", Value: 4}, 4, measure.Met}, {manifest.Target{Op: "=", Value: 4}, 4.4, measure.Near}, {manifest.Target{Op: "=", Value: 4}, 3, measure.Missed},
		{manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.4, measure.Met}, {manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.2, measure.Near},
		{manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.6, measure.Near}, {manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 2, measure.Missed},
	} {
		if got := measure.Status(c.target, c.value); got != c.want {
			t.Errorf("%v against %+v is %s, want %s", c.value, c.target, got, c.want)
		}
	}
}
