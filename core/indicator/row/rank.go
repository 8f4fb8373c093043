package row

import (
	"context"
	"maps"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/measure"
)

// rank gives contributions that share a rank their grains: in each period the
// newest counts. It adds to have and want the contributions of other records
// that give way, or count again.
func rank(ctx context.Context, have, want []measure.Contribution, records []string) (nowHave, nowWant []measure.Contribution, err error) {
	ranks := map[string]bool{}
	for _, c := range slices.Concat(have, want) {
		if c.Rank != "" {
			ranks[c.Rank] = true
		}
	}
	if len(ranks) == 0 {
		return have, want, nil
	}
	names := slices.Sorted(maps.Keys(ranks))
	for _, name := range names { // two writers may not both think theirs is the newest
		if err := db.Lock(ctx, "indicator.rank:"+name); err != nil {
			return nil, nil, err
		}
	}
	others, err := db.Find[measure.Contribution](ctx, "WHERE rank IN (?) AND record_id NOT IN (?)", names, records)
	if err != nil {
		return nil, nil, err
	}
	grains := measure.GrainsOf(slices.Concat(others, want))
	want = slices.Clone(want)
	for i, c := range want {
		if c.Rank != "" {
			want[i].Grains = grains[c.Rank+" "+c.RecordID]
		}
	}
	for _, c := range others {
		if now := grains[c.Rank+" "+c.RecordID]; now != c.Grains {
			have = append(have, c)
			c.ID, c.Grains = id.New("ctb"), now
			want = append(want, c)
		}
	}
	return have, want, nil
}
