package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
	"github.com/doanket/doanket/cmd/dev/process"
	"github.com/doanket/doanket/core/db"
)

// measured is the province of the figures, and who asks in it.
const (
	benchProvince = "ha-tinh"
	benchCommune  = "18685-MT"
	benchWhole    = "42"
	benchOfficer  = "cb.lan"  // an ordinary officer of the commune
	benchSender   = "cb.hung" // who approves and sends there
	benchWriter   = "do.ghi"  // an ordinary officer of another one
	benchSeeder   = "do.gieo" // an officer of every commune: seeds
	benchReader   = "tinh.an" // reads the province's board
	benchAdmin    = "quantri" // adds people
	benchKind     = "core.recommendation"
)

// product is the built server in a folder of its own.
type product struct {
	folder, bin, floor string
	env                []string
	postgres           string
	port, operator     int
	server             *process.Process
	kept               *kept
	communes           []place // the one measured first
	whole              place
}

// place is a unit and the body that answers for it.
type place struct{ id, code, path, addressee string }

// newProduct puts what was built to work on the store's folder, and applies the
// province there unless a run before did.
func newProduct(ctx context.Context, out io.Writer, built string, at store) (*product, error) {
	folder, env, postgres := at.folder, at.env, at.postgres
	p := &product{folder: folder, bin: binary(filepath.Join(built, "doanket")), floor: binary(filepath.Join(built, "floor")), postgres: postgres}
	var err error
	if p.kept, err = recall(folder); err != nil {
		return nil, err
	}
	if p.port, err = process.FreePort(); err != nil {
		return nil, err
	}
	if p.operator, err = process.FreePort(); err != nil {
		return nil, err
	}
	// What the caller's own environment says of databases must not count.
	p.env = append([]string{"DOANKET_DATA=" + filepath.Join(folder, "data"), "DOANKET_MODULES=" + filepath.Join(built, "modules"), "DOANKET_LOG=error",
		fmt.Sprintf("DOANKET_LISTEN=127.0.0.1:%d", p.port), fmt.Sprintf("DOANKET_OPERATOR_LISTEN=127.0.0.1:%d", p.operator), "DOANKET_SESSION_RATE=-1",
		"DOANKET_DATABASE_URL=" + postgres, "DOANKET_S3_ENDPOINT=", "DOANKET_SEAL_KEY=", "DOANKET_SEAL_KEY_FILE=" + filepath.Join(folder, "seal.key")}, env...)
	if !p.kept.Applied {
		if _, err := p.run(ctx, "tenant", "apply", filepath.Join("tenants", benchProvince)); err != nil {
			return nil, err
		}
		p.kept.Applied = true
		fmt.Fprintln(out, "province", benchProvince, "applied")
	}
	if err := errors.Join(p.places(ctx), p.people(ctx)); err != nil {
		return nil, err
	}
	return p, p.kept.save(folder)
}

// people gives a token to each who asks, and makes those the province's folder
// does not have.
func (p *product) people(ctx context.Context) error {
	if len(p.communes) < 2 {
		return errors.New("the province has no communes to measure in")
	}
	at := map[string][]place{benchSeeder: p.communes, benchWriter: p.communes[1:2]}
	for _, login := range []string{benchOfficer, benchSender, benchWriter, benchSeeder, benchReader, benchAdmin} {
		if p.kept.Token[login] != "" {
			continue
		}
		if len(at[login]) > 0 {
			user := []string{"user", "create", "--tenant", benchProvince, "--login", login, "--name", "Người Đo"}
			for _, c := range at[login] {
				user = append(user, "--post", "front_officer@"+c.code)
			}
			if _, err := p.run(ctx, user...); err != nil {
				return err
			}
		}
		secret, err := p.run(ctx, "token", "create", "--tenant", benchProvince, "--login", login)
		if err != nil {
			return err
		}
		p.kept.Token[login] = strings.TrimSpace(secret)
	}
	return nil
}

// run is one admin command and its answer.
func (p *product) run(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	c := command(ctx, "", p.env, p.bin, args...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	answer, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("doanket %s: %w: %s", strings.Join(args, " "), err, complaint.String())
	}
	return string(answer), nil
}

func (p *product) places(ctx context.Context) error {
	raw, err := p.run(ctx, "unit", "list", "--tenant", benchProvince, "--json")
	if err != nil {
		return err
	}
	var units []struct{ ID, Code, Kind, Path string }
	if err := json.Unmarshal([]byte(raw), &units); err != nil {
		return err
	}
	bodies := map[string]string{}
	for _, u := range units {
		bodies[u.Code] = u.ID
	}
	for _, u := range units {
		at := place{u.ID, u.Code, u.Path, bodies[strings.TrimSuffix(u.Code, "-MT")+"-UBND"]}
		switch {
		case u.Code == benchWhole:
			p.whole = at
		case u.Code == benchCommune:
			p.communes = append([]place{at}, p.communes...)
		case u.Kind == "front_committee" && u.Code != benchWhole+"-MT":
			p.communes = append(p.communes, at)
		}
	}
	if len(p.communes) == 0 || p.whole.id == "" || p.communes[0].addressee == "" {
		return errors.New("the province has no communes to measure in")
	}
	return nil
}

// start runs the server and tells how long until it was ready.
func (p *product) start(ctx context.Context) (ready time.Duration, err error) {
	health := measure.NewCaller(p.operator, "127.0.0.1", "")
	p.server, ready, err = process.Launch(ctx, "doanket", p.folder, p.env, func(context.Context) error { return health.Ask("GET", "/readyz", nil) }, p.bin, "serve")
	return ready, err
}

func (p *product) stop() {
	if p.server != nil {
		p.server.Stop()
		p.server = nil
	}
}

func (p *product) as(login string) *measure.Caller {
	return measure.NewCaller(p.port, benchProvince+".localhost:"+strconv.Itoa(p.port), p.kept.Token[login])
}

// memory is what the server and its modules hold that nobody shares, in MB;
// 0 where the system does not tell.
func (p *product) memory() float64 {
	pids := []int{p.server.PID()}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, s := range stats {
		raw, _ := os.ReadFile(s) // empty: gone meanwhile
		_, rest, _ := strings.Cut(string(raw), ") ")
		if f := strings.Fields(rest); len(f) > 1 && f[1] == strconv.Itoa(pids[0]) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(s))); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	kb := 0.0
	for _, pid := range pids {
		raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for line := range strings.Lines(string(raw)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
				n, _ := strconv.ParseFloat(f[1], 64)
				kb += n
			}
		}
	}
	return kb / 1024
}

// analyze does at once what PostgreSQL does by itself within a minute of so many rows.
func (p *product) analyze(ctx context.Context) error {
	if p.postgres == "" {
		return nil
	}
	cluster, err := db.Open(ctx, db.Options{URL: p.postgres})
	if err != nil {
		return err
	}
	defer cluster.Close() //nolint:errcheck // nothing was written
	return db.Analyze(cluster.Enter(ctx, benchProvince))
}

// settle waits until no job has been due for a second or more, at most for
// within, and tells how long that took.
func (p *product) settle(ctx context.Context, within time.Duration) (time.Duration, error) {
	begun := time.Now()
	meter := measure.NewCaller(p.operator, "127.0.0.1", "")
	for {
		late := 0.0
		_, err := meter.Exchange("GET", "/metrics", nil, func(body []byte) error {
			for line := range strings.Lines(string(body)) {
				if name, value, ok := strings.Cut(strings.TrimSpace(line), "} "); ok && strings.HasPrefix(name, "doanket_job_oldest_seconds{") {
					v, _ := strconv.ParseFloat(value, 64)
					late = max(late, v)
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		if late < 1 {
			return time.Since(begun), nil
		}
		if time.Since(begun) > within {
			return 0, fmt.Errorf("after %s a job is still due since %.0f s", measure.Short(within), late)
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// startFloor runs the bare server over the same province.
func (p *product) startFloor(ctx context.Context) (*process.Process, *measure.Caller, error) {
	port, err := process.FreePort()
	if err != nil {
		return nil, nil, err
	}
	args := []string{"-tenant", benchProvince, "-listen", fmt.Sprintf("127.0.0.1:%d", port), "-dir", filepath.Join(p.folder, "data", "db"), "-postgres", p.postgres}
	proc, _, err := process.Launch(ctx, "floor", p.folder, nil, func(ctx context.Context) error { return process.WaitPort(ctx, port, 50*time.Millisecond) }, p.floor, args...)
	return proc, measure.NewCaller(port, "127.0.0.1", ""), err
}
