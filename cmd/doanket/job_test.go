package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
)

// TestDeadJobsOnTheCommandLine: an operator sees what died and why, gives one
// its tries back, drops the rest, and is told when there is nothing of the kind.
func TestDeadJobsOnTheCommandLine(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	p.die("a.b", "a.b", "c.d")

	list := p.jobs()
	if len(list.Dead) != 3 || list.Dead[0].Error != "kho lưu trữ không trả lời" || list.Dead[0].Args != `{"n":2}` {
		t.Fatalf("%+v", list)
	}
	if text := p.run("job", "list", "--tenant", "mau", "--kind", "a.b"); strings.Count(text, "kho lưu trữ không trả lời") != 2 || strings.Contains(text, "c.d") {
		t.Errorf("of one kind: %s", text)
	}
	if said := p.refused("job", "retry", "--tenant", "mau"); !strings.Contains(said, "--all") {
		t.Errorf("nothing named: %s", said)
	}
	if said := p.refused("job", "drop", "job_none", "--tenant", "mao"); !strings.Contains(said, `There is no province "mao"`) || !strings.Contains(said, "did you mean mau?") {
		t.Errorf("a province that is not there: %s", said)
	}
	if said := p.refused("job", "drop", "job_none", "--tenant", "mau"); !strings.Contains(said, "not_found") {
		t.Errorf("no such job: %s", said)
	}
	if said := p.run("job", "retry", list.Dead[0].ID, "--tenant", "mau"); said != "retry: 1 jobs\n" {
		t.Errorf("one again: %q", said)
	}
	if said := p.refused("job", "retry", list.Dead[0].ID, "--tenant", "mau"); !strings.Contains(said, "not_found") {
		t.Errorf("it is dead no more: %s", said)
	}
	for _, k := range p.jobs().Kinds {
		if k.Kind == "c.d" && (k.Waiting != 1 || k.Dead != 0) {
			t.Errorf("one again: %+v", k)
		}
	}
	var dropped struct{ Count int }
	if err := json.Unmarshal([]byte(p.run("job", "drop", "--kind", "a.b", "--tenant", "mau", "--json")), &dropped); err != nil || dropped.Count != 2 {
		t.Errorf("dropped %+v, %v", dropped, err)
	}
	if left := p.jobs(); len(left.Dead) != 0 {
		t.Errorf("left %+v", left)
	}
}

// die leaves a dead job of each kind behind, as a queue whose work failed does.
func (p *product) die(kinds ...string) {
	p.t.Helper()
	i, err := installation.Open(context.Background(), installation.Options{Data: p.data, BaseDomain: "localhost", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() {
		if err := i.Close(); err != nil {
			p.t.Error(err)
		}
	}()
	ctx, err := i.Enter(context.Background(), "mau", "test")
	if err != nil {
		p.t.Fatal(err)
	}
	for n, kind := range kinds {
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := job.Enqueue(ctx, kind, map[string]int{"n": n}); err != nil {
				return err
			}
			_, err := db.Exec(ctx, "UPDATE job SET dead = ?, tries = 10, error = ? WHERE kind = ?", true, "kho lưu trữ không trả lời", kind)
			return err
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// queue is what `job list --json` answers.
type queue struct {
	Kinds []struct {
		Kind          string
		Waiting, Dead int
	}
	Dead []struct{ ID, Kind, Error, Args string }
}

func (p *product) jobs() (q queue) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.run("job", "list", "--tenant", "mau", "--json")), &q); err != nil {
		p.t.Fatal(err)
	}
	return q
}

// refused does an admin command that must fail, and returns what it complains of.
func (p *product) refused(args ...string) string {
	p.t.Helper()
	bounded, stop := context.WithTimeout(p.t.Context(), wait.Bound)
	defer stop()
	c := exec.CommandContext(bounded, p.binary, args...)
	c.Env = p.env()
	out, err := c.CombinedOutput()
	if err == nil {
		p.t.Errorf("doanket %s went well", strings.Join(args, " "))
	}
	return fmt.Sprint(string(out), err)
}

// write puts files into a folder.
func write(t testing.TB, folder string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
