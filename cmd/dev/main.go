package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/doanket/doanket/cmd/dev/supply"
	"github.com/doanket/doanket/core/module/cell"
)

type task struct {
	name, args, help string
	run              func(ctx context.Context, args []string) error
}

func tasks() []task {
	return []task{
		{"up", "[--data DIR] [--listen ADDR]", "build everything, create the provinces of tenants/, serve them, print a sign-in link", up},
		{"build", "[--server-only]", "client, modules and server into bin/", buildTask},
		{"gen", "[--check] [FOLDER]", "write what is generated: structs of manifests, types of the client; of a module elsewhere its structs", genTask},
		{"test", "[-full] [go packages]", "every test on SQLite and embedded S3; -full also PostgreSQL, MinIO, the browser and fuzzing", test},
		{"soak", "[-times 10] [-busy 2] [go packages]", "the Go tests again and again on a machine kept busy, and what fell", soak},
		{"e2e", "[spec]", "the stories in a real Chromium, phone and desk", e2e},
		{"bench", "[-n 20000] [-fuzz] [-peer] [-postgres] [-load] [-packages] [-data DIR [-seed]] [-per 4s] [-minutes 10] [-report]",
			"the figures of the budget in one table, each beside a floor measured in the same run; -peer also PocketBase, -postgres also PostgreSQL and MinIO, -load 10 k to 1 M rows, -fuzz a million calls for what another province has, -packages every Go benchmark; -data keeps the rows for the next run, -seed only adds them", bench},
		{"licences", "", "what comes from others and under which licence; those we may not build from fail it",
			func(ctx context.Context, _ []string) error { return supply.Licences(ctx, os.Stdout) }},
		{"new-module", "ID", "a working task module under plugins/ID; a path makes it in a folder of its own outside", newModule},
	}
}

// moduleExec is the first word by which this program becomes a module's process.
const moduleExec = "module-exec"

func main() {
	if len(os.Args) > 1 && os.Args[1] == moduleExec {
		cell.Exec(os.Args[2:]) // a module is asked for its manifest
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "✗", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if err := atRoot(); err != nil {
		return err
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		help()
		return nil
	}
	for _, t := range tasks() {
		if t.name == args[0] {
			return t.run(ctx, args[1:])
		}
	}
	help()
	return fmt.Errorf("no task %q", args[0])
}

func help() {
	fmt.Println("go run ./cmd/dev <task>")
	for _, t := range tasks() {
		fmt.Printf("  %-11s %-30s %s\n", t.name, t.args, t.help)
	}
	fmt.Printf("  %-11s %-30s %s\n", "help", "", "this list")
}

// atRoot changes to the folder of go.mod, so that tasks work from anywhere
// inside the repository.
func atRoot() error {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("find go.mod: %w", err)
	}
	mod := string(out[:max(0, len(out)-1)])
	if filepath.Base(mod) != "go.mod" {
		return errors.New("run this inside the repository")
	}
	return os.Chdir(filepath.Dir(mod))
}
