package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

// soak runs the Go tests again and again on a machine kept busy, and says what
// fell how often: no test may depend on luck.
func soak(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	times := flags.Int("times", 10, "how often")
	busy := flags.Int("busy", 2, "loops that keep cores busy meanwhile")
	if err := flags.Parse(args); err != nil {
		return err
	}
	packages := flags.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	if err := ensureDist(); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for range *busy {
		go func() {
			for ctx.Err() == nil { //nolint:revive // its only purpose is to keep a core busy
			}
		}()
	}
	fell := map[string]int{}
	for n := range *times {
		begun := time.Now()
		var kept bytes.Buffer
		err := sh(ctx, io.MultiWriter(&kept, indent{os.Stdout}), "", nil, "go", append(goTest("-count", "1"), packages...)...)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			for _, name := range measure.Fallen(kept.Bytes()) {
				fell[name]++
			}
		}
		fmt.Printf("run %d of %d took %.0fs: %s\n", n+1, *times, time.Since(begun).Seconds(), map[bool]string{true: "passed", false: "failed"}[err == nil])
	}
	for _, name := range slices.Sorted(maps.Keys(fell)) {
		fmt.Printf("%3d × %s\n", fell[name], name)
	}
	if len(fell) > 0 {
		return fmt.Errorf("%d tests or packages fell in %d runs", len(fell), *times)
	}
	return nil
}
