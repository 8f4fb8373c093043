package limit_test

import (
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/limit"
)

// TestOneHolderLeavesRoomForOthers, one province for another, and one kind of
// work for every other.
func TestOneHolderLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	s := limit.NewSlots()
	var leave []func()
	for {
		l, err := s.Take(limit.Act, "an", "greedy", 64)
		if err != nil {
			if !fault.HasCode(err, "person_busy") {
				t.Fatal(err)
			}
			break
		}
		leave = append(leave, l)
	}
	if len(leave) != 32 {
		t.Errorf("one holder got %d of 64", len(leave))
	}
	for _, c := range []struct {
		kind             limit.Kind
		province, holder string
	}{{limit.Act, "an", "other"}, {limit.Upload, "an", "greedy"}, {limit.Act, "binh", "greedy"}} {
		l, err := s.Take(c.kind, c.province, c.holder, 64)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		l()
	}
	for range 32 {
		l, err := s.Take(limit.Act, "an", "second", 64)
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	if _, err := s.Take(limit.Act, "an", "third", 64); !fault.HasCode(err, "province_busy") {
		t.Errorf("the 65th is told %v", err)
	}
	for _, l := range leave {
		l()
	}
	for range 32 {
		if _, err := s.Take(limit.Act, "an", "greedy", 64); err != nil {
			t.Fatalf("after all left: %v", err)
		}
	}
}
