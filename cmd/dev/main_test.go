package main

import (
	"os"
	"testing"

	"github.com/doanket/doanket/core/module/cell"
)

// TestMain becomes a module's process where main would: tests read its manifest too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == moduleExec {
		cell.Exec(os.Args[2:])
	}
	os.Exit(m.Run())
}
