package main

import (
	"testing"

	"github.com/doanket/doanket/core/sdk/sdktest"
)

// The suite every module passes; see core/sdk/exam for what it asks.
func TestContract(t *testing.T) {
	t.Parallel()
	sdktest.Exercise(t, Build())
}
