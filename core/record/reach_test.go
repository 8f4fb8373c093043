package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// front gives commune X1 a Front committee and its area X1-K1 a Front board, and
// two people a post at the committee with what role "watcher" then permits.
func (r *rig) front(t testing.TB, all ...access.Permission) (committee, board string) {
	t.Helper()
	ctx := r.In(coretest.An)
	open := func(under, code, kind string) string {
		u, err := r.Tree.Open(ctx, unit.Act{On: calendar.NewDate(2025, 7, 1)}, unit.New{ParentID: r.Unit(coretest.An, under), Kind: kind, Code: code, Name: code})
		if err != nil {
			t.Fatal(err)
		}
		return u.ID
	}
	committee, board = open("X1", "X1-MT", "front_committee"), open("X1-K1", "X1-K1-CTMT", "front_board")
	r.play(t, "watcher", all...)
	for _, login := range []string{"mot", "hai"} {
		if _, _, err := r.CreateUser(ctx, newUser(login, "watcher@X1-MT")); err != nil {
			t.Fatal(err)
		}
	}
	return committee, board
}

// TestAPostReachesItsBranch: the committee's officer files for the board of an
// area, finds that draft again though nobody else above does, and meets nothing of the
// government's.
func TestAPostReachesItsBranch(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		committee, board := r.front(t, access.Permission{Kind: "demo.paper", Action: "*", Reach: access.Branch})
		me, colleague := r.as("mot"), r.as("hai")
		make := func(ctx context.Context, unitID, title, submit string) error {
			_, err := r.Records.Create(ctx, "demo.paper", record.Input{UnitID: unitID, Fields: whole(fields{"title": title}), Submit: submit})
			return err
		}
		for _, err := range []error{make(me, board, "nháp hộ", ""), make(me, board, "gửi hộ", "submit"), make(me, committee, "ủy ban", "submit"),
			make(r.In(coretest.An), board, "nháp của ban", ""), make(r.In(coretest.An), r.Unit(coretest.An, "X1-UB"), "chính quyền", "submit"),
			make(r.In(coretest.An), r.Unit(coretest.An, "X1-K1"), "thôn", "submit")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, there := range []string{"X1-UB", "X1-K1", "X2", "T"} {
			if err := make(me, r.Unit(coretest.An, there), "lạ", ""); !fault.Is(err, fault.Forbidden) {
				t.Errorf("creates at %s: %v", there, err)
			}
		}
		sorted := record.Query{Sort: "created_at"}
		if got := strings.Join(r.titles(t, me, sorted), ", "); got != "nháp hộ, gửi hộ, ủy ban" {
			t.Errorf("the maker sees %s", got)
		}
		if got := strings.Join(r.titles(t, colleague, sorted), ", "); got != "gửi hộ, ủy ban" {
			t.Errorf("a colleague sees %s", got)
		}
		r.play(t, "watcher", access.Permission{Kind: "demo.paper", Action: "read", Reach: access.Subtree})
		if got := strings.Join(r.titles(t, colleague, sorted), ", "); got != "gửi hộ, ủy ban, chính quyền, thôn" {
			t.Errorf("below the place are %s", got)
		}
	})
}

// TestOnlyOwnersKeepRecords: a unit of a kind the manifest does not name as owner
// is refused in words, to whoever asks.
func TestOnlyOwnersKeepRecords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, ctx := range []context.Context{r.as(coretest.Officer), r.In(coretest.An)} {
			_, err := r.Records.Create(ctx, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1-DU"), Fields: whole()})
			refuses(t, err, fault.Invalid, "not_an_owner", "unit=unit_kind")
			if p := fault.Of(err).Params; p["unit"] != "Đảng ủy xã Một" {
				t.Errorf("%v", p)
			}
		}
	})
}
