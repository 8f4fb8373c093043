package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/doanket/doanket/core/fault"
)

func TestOfFindsTheErrorThroughWraps(t *testing.T) {
	t.Parallel()
	inner := fault.New(fault.Stale, "stale_version", fault.Field("version"), fault.Cause(io.EOF))
	err := fmt.Errorf("change record: %w", inner)
	got := fault.Of(err)
	if got != inner || !fault.Is(err, fault.Stale) || !fault.HasCode(err, "stale_version") {
		t.Fatalf("got %v", got)
	}
	if got.Fields[0].Code != "stale_version" {
		t.Errorf("a field without a code repeats the error's: %v", got.Fields)
	}
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestUnknownIsInternal(t *testing.T) {
	t.Parallel()
	if got := fault.Of(io.EOF); got.Kind != fault.Internal || got.Code != "internal" {
		t.Errorf("got %v", got)
	}
	if fault.Of(nil) != nil || fault.Is(nil, fault.Internal) {
		t.Error("nil is no fault")
	}
}
