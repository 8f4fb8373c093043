package main

import (
	"testing"

	"github.com/doanket/doanket/core/sdk/sdktest"
)

func TestDecisions(t *testing.T) {
	t.Parallel()
	sdktest.Goldens(t, Build(), "testdata/decide")
}
