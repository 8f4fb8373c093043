package main

import (
	"context"
	"io"
	"os"
	"os/exec"

	"github.com/doanket/doanket/cmd/dev/lane"
)

// fuzzTargets are what reads bytes of others; -full gives each a minute. They
// live in packages that know no database: building one with coverage takes a
// quarter of an hour.
var fuzzTargets = []struct{ pkg, name string }{
	{"./core/manifest", "FuzzParse"},
	{"./core/manifest/rule", "FuzzInput"},
	{"./core/record/cursor", "FuzzCursor"},
	{"./core/web/tus", "FuzzTusHeaders"},
	{"./core/web/problem", "FuzzProblem"},
	{"./core/province/table", "FuzzUnits"},
	{"./core/province/archive", "FuzzArchive"},
	{"./core/db/dump", "FuzzDump"},
}

// fuzzLane runs the targets one after the other, each in one worker and behind
// everything else, so that it lives on what the other lanes leave.
func fuzzLane() lane.Lane {
	l := lane.Lane{Name: "fuzz"}
	for _, target := range fuzzTargets {
		command := []string{"go", "test", "-run", "^$", "-fuzz", "^" + target.name + "$", "-fuzztime", "1m", "-fuzzminimizetime", "2s", "-parallel", "1", "-timeout", "5m", target.pkg}
		if nice, err := exec.LookPath("nice"); err == nil {
			command = append([]string{nice, "-n", "10"}, command...)
		}
		l.Steps = append(l.Steps, lane.Step{Name: target.name, Act: func(ctx context.Context, out io.Writer) error {
			return sh(ctx, out, "", nil, command[0], command[1:]...)
		}})
	}
	return l
}

// fuzzIsolation is a test of the whole at length: no foreign byte, no status and
// no time that tells what another province has from what nobody has. It ends by
// itself within ten minutes. With postgres it asks a PostgreSQL and a MinIO of its
// own, else SQLite and the embedded store.
func fuzzIsolation(ctx context.Context, postgres bool) error {
	on, env := "sqlite", []string{"DOANKET_FUZZ_CALLS=1000000"}
	if postgres {
		on = "postgres"
		for variable, start := range map[string]func(context.Context, io.Writer, string) (string, func(), error){"POSTGRES": startPostgres, "S3": startMinio} {
			at, stop, err := start(ctx, os.Stdout, "")
			if err != nil {
				return err
			}
			defer stop()
			env = append(env, "DOANKET_TEST_"+variable+"="+at)
		}
	}
	return sh(ctx, os.Stdout, "", env, "go", "test", "-count", "1", "-v", "-timeout", "20m", "-run", "^TestNothingTellsForeignFromUnknown$/^"+on+"$", "./core/web")
}
