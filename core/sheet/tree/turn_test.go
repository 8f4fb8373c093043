package tree_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/sheet/tree"
	"github.com/doanket/doanket/core/upload/child"
)

// TestTablesOfAProvinceAreReadOneByOne: whoever sends eight that are never done begins one
// process, and keeps no other province waiting.
func TestTablesOfAProvinceAreReadOneByOne(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	begun := t.TempDir()
	tables := tree.Tables{Tree: r.Tree, Apart: child.Command{"/bin/sh", "-c", "mktemp " + filepath.Join(begun, "XXXXXXXX") + "; exec sleep 60"}}
	send := func(slug string, n int) (all *sync.WaitGroup) {
		ctx, end := context.WithTimeout(r.In(slug), 5*time.Second)
		t.Cleanup(end)
		all = &sync.WaitGroup{}
		for range n {
			all.Go(func() {
				if _, err := tables.Read(ctx, "thôn.csv", bytes.NewReader([]byte("code\nX\n"))); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("read: %v", err)
				}
			})
		}
		return all
	}
	processes := func(want int) {
		t.Helper()
		var list []os.DirEntry
		for end := time.Now().Add(4 * time.Second); len(list) < want && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			list, _ = os.ReadDir(begun)
		}
		time.Sleep(300 * time.Millisecond) // for one too many
		if list, _ = os.ReadDir(begun); len(list) != want {
			t.Errorf("%d processes, want %d", len(list), want)
		}
	}
	an := send(coretest.An, 8)
	processes(1)
	binh := send(coretest.Binh, 1)
	processes(2)
	an.Wait()
	binh.Wait()
}

// TestBlankRowsAreNoRows: a sheet formatted down to its last row has the rows something
// stands in.
func TestBlankRowsAreNoRows(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	book := excelize.NewFile()
	defer book.Close()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	style, err := book.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Color: []string{"FFFF00"}, Pattern: 1}})
	if err != nil {
		t.Fatal(err)
	}
	const last = 30_000
	for row := range last {
		cells := []any{excelize.Cell{StyleID: style}, nil, nil, excelize.Cell{StyleID: style, Value: " "}}
		switch row {
		case 0:
			cells = []any{"Mã đơn vị", "Mã đơn vị cấp trên", "Loại đơn vị", "Tên đơn vị"}
		case 1, last - 1:
			cells = []any{map[int]string{1: "X1-K7", last - 1: "X1-K8"}[row], "X1", "Khu dân cư", map[int]string{1: "Thôn Bảy", last - 1: "Thôn Tám"}[row]}
		}
		at, _ := excelize.CoordinatesToCellName(1, row+1)
		if err := out.SetRow(at, cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	ctx := r.In(coretest.An)
	tables := tree.Tables{Tree: r.Tree}
	s, err := source(t, ctx, tables, "thôn.xlsx", file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := tables.Try(ctx, s, anywhere)
	if err != nil {
		t.Fatal(err)
	}
	if want := "2 X1-K7 new\n30000 X1-K8 new\n"; told(got) != want {
		t.Errorf("got\n%s", told(got))
	}
}
