package province_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/province"
)

// starting are the roles every province starts from; it may rename, split and
// join them.
var starting = []string{"front_officer", "front_unit_head", "front_standing", "clerk", "front_board_head", "party_office", "party_leader", "party_board",
	"gov_office", "gov_leader", "council_office", "member_org_officer", "advisor", "people_board_head", "identity_keeper", "indicator_auditor", "watcher", "tenant_admin"}

// TestBodiesStandUnderEveryPlace: each commune has its Front committee, Party
// committee, council and People's Committee, each residential area its Front
// board, by codes scripts may rely on; and every role has somebody with a post.
func TestBodiesStandUnderEveryPlace(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"ha-tinh", "da-nang"} {
		f := read(t, filepath.Join(provinces, slug))
		kinds := map[string]string{}
		for _, u := range f.Units {
			kinds[u.Code+" under "+u.Parent] = u.Kind
		}
		for _, u := range f.Units {
			var bodies map[string]string
			switch u.Kind {
			case "province", "commune":
				bodies = map[string]string{"-MT": "front_committee", "-DU": "party_committee", "-HDND": "people_council", "-UBND": "people_committee"}
			case "residential_area":
				bodies = map[string]string{"-CTMT": "front_board"}
			}
			for end, kind := range bodies {
				if got := kinds[u.Code+end+" under "+u.Code]; got != kind {
					t.Errorf("%s: %s%s is %q, want %s", slug, u.Code, end, got, kind)
				}
			}
		}
		for _, r := range f.Roles {
			if !slices.ContainsFunc(f.Posts, func(p province.PostRow) bool { return p.Role == r.ID }) {
				t.Errorf("%s: nobody is %s", slug, r.ID)
			}
			if !slices.Contains(starting, r.ID) {
				t.Errorf("%s: %s is no role to start from", slug, r.ID)
			}
		}
		if slug == "ha-tinh" && len(f.Roles) != len(starting) {
			t.Errorf("%s: %d roles of %d", slug, len(f.Roles), len(starting))
		}
	}
}
