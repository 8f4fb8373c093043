package indicator

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

func TestStatusAgainstTarget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		target manifest.Target
		value  float64
		want   string
	}{
		{manifest.Target{Op: ">=", Value: 100}, 100, Met}, {manifest.Target{Op: ">=", Value: 100}, 90, Near}, {manifest.Target{Op: ">=", Value: 100}, 89.9, Missed},
		{manifest.Target{Op: ">", Value: 95}, 95, Near}, {manifest.Target{Op: ">", Value: 95}, 95.1, Met}, {manifest.Target{Op: ">", Value: 95}, 80, Missed},
		{manifest.Target{Op: "<=", Value: 10}, 10, Met}, {manifest.Target{Op: "<=", Value: 10}, 11, Near}, {manifest.Target{Op: "<=", Value: 10}, 12, Missed},
		{manifest.Target{Op: "<", Value: 10}, 10, Near}, {manifest.Target{Op: "<", Value: 10}, 9, Met},
		{manifest.Target{Op: "=", Value: 4}, 4, Met}, {manifest.Target{Op: "=", Value: 4}, 4.4, Near}, {manifest.Target{Op: "=", Value: 4}, 3, Missed},
		{manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.4, Met}, {manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.2, Near},
		{manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 1.6, Near}, {manifest.Target{Op: "between", Value: 1.3, Max: 1.5}, 2, Missed},
	} {
		if got := status(c.target, c.value); got != c.want {
			t.Errorf("%v against %+v is %s, want %s", c.value, c.target, got, c.want)
		}
	}
}

func TestAmountsAddUpExactly(t *testing.T) {
	t.Parallel()
	sum := int64(0)
	for range 1000 {
		sum += thousandths(0.1)
	}
	if parts(sum) != 100 {
		t.Errorf("a thousand tenths are %v", parts(sum))
	}
}
