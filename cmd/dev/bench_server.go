package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

// measured is the province of the figures, and who asks in it.
const (
	benchProvince = "ha-tinh"
	benchCommune  = "18685-MT"
	benchWhole    = "42"
	benchOfficer  = "cb.lan"  // an ordinary officer of the commune
	benchSeeder   = "do.gieo" // an officer of every commune: seeds
	benchReader   = "tinh.an" // reads the province's board
	benchAdmin    = "quantri" // adds people
	benchKind     = "core.recommendation"
)

// process is a server the bench started and stops; what it logs goes to a file.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string
	gone chan struct{}
}

// launch starts a server and waits until it answers.
func launch(ctx context.Context, name, folder string, env []string, ready func(context.Context) error, bin string, args ...string) (*process, time.Duration, error) {
	p := &process{name: name, log: filepath.Join(folder, name+".log"), gone: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, 0, err
	}
	defer out.Close()
	p.cmd = exec.Command(bin, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	begun := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, 0, err
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is in its log
		close(p.gone)
	}()
	bounded, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if err = ready(bounded); err == nil {
			return p, time.Since(begun), nil
		}
		select {
		case <-p.gone:
			return nil, 0, fmt.Errorf("%s ended at once: %s", name, p.lastWords())
		case <-bounded.Done():
			p.stop()
			return nil, 0, fmt.Errorf("%s did not answer within a minute: %w; %s", name, err, p.lastWords())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// stop ends the process politely, after half a minute without asking.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(30 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.gone
	}
}

// lastWords is the end of what the process logged.
func (p *process) lastWords() string {
	raw, _ := os.ReadFile(p.log)
	return strings.TrimSpace(string(raw[max(0, len(raw)-600):]))
}

// product is the built server in a folder of its own.
type product struct {
	folder, bin, floor string
	env                []string
	postgres           string
	port, operator     int
	server             *process
	token              map[string]string
	communes           []place // the one measured first
	whole              place
}

// place is a unit and the body that answers for it.
type place struct{ id, code, path, addressee string }

// newProduct builds into folder and applies the province there.
func newProduct(ctx context.Context, out io.Writer, folder string, env []string, postgres string) (*product, error) {
	p := &product{folder: folder, bin: binary(filepath.Join(folder, "..", "doanket")), floor: binary(filepath.Join(folder, "..", "floor")), postgres: postgres, token: map[string]string{}}
	var err error
	if p.port, err = freePort(); err != nil {
		return nil, err
	}
	if p.operator, err = freePort(); err != nil {
		return nil, err
	}
	// What the caller's own environment says of databases must not count.
	p.env = append([]string{"DOANKET_DATA=" + filepath.Join(folder, "data"), "DOANKET_MODULES=" + filepath.Join(folder, "..", "modules"), "DOANKET_LOG=error",
		fmt.Sprintf("DOANKET_LISTEN=127.0.0.1:%d", p.port), fmt.Sprintf("DOANKET_OPERATOR_LISTEN=127.0.0.1:%d", p.operator), "DOANKET_SESSION_RATE=-1",
		"DOANKET_DATABASE_URL=" + postgres, "DOANKET_S3_ENDPOINT=", "DOANKET_SEAL_KEY=", "DOANKET_SEAL_KEY_FILE=" + filepath.Join(folder, "seal.key")}, env...)
	if _, err := p.run(ctx, "tenant", "apply", filepath.Join("tenants", benchProvince)); err != nil {
		return nil, err
	}
	if err := p.places(ctx); err != nil {
		return nil, err
	}
	seeder := []string{"user", "create", "--tenant", benchProvince, "--login", benchSeeder, "--name", "Người Gieo"}
	for _, c := range p.communes {
		seeder = append(seeder, "--post", "front_officer@"+c.code)
	}
	if _, err := p.run(ctx, seeder...); err != nil {
		return nil, err
	}
	for _, login := range []string{benchOfficer, benchSeeder, benchReader, benchAdmin} {
		secret, err := p.run(ctx, "token", "create", "--tenant", benchProvince, "--login", login)
		if err != nil {
			return nil, err
		}
		p.token[login] = strings.TrimSpace(secret)
	}
	fmt.Fprintln(out, "province", benchProvince, "applied")
	return p, nil
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
	p.server, ready, err = launch(ctx, "doanket", p.folder, p.env, func(context.Context) error { return health.Ask("GET", "/readyz", nil) }, p.bin, "serve")
	return ready, err
}

func (p *product) stop() {
	if p.server != nil {
		p.server.stop()
		p.server = nil
	}
}

func (p *product) as(login string) *measure.Caller {
	return measure.NewCaller(p.port, benchProvince+".localhost:"+strconv.Itoa(p.port), p.token[login])
}

// memory is what the server and its modules hold that nobody shares, in MB;
// 0 where the system does not tell.
func (p *product) memory() float64 {
	pids := []int{p.server.cmd.Process.Pid}
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
func (p *product) startFloor(ctx context.Context) (*process, *measure.Caller, error) {
	port, err := freePort()
	if err != nil {
		return nil, nil, err
	}
	args := []string{"-tenant", benchProvince, "-listen", fmt.Sprintf("127.0.0.1:%d", port), "-dir", filepath.Join(p.folder, "data", "db"), "-postgres", p.postgres}
	proc, _, err := launch(ctx, "floor", p.folder, nil, func(ctx context.Context) error { return waitPort(ctx, port, 50*time.Millisecond) }, p.floor, args...)
	return proc, measure.NewCaller(port, "127.0.0.1", ""), err
}
