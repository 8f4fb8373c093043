package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/doanket/doanket/core/coretest/program"
	"github.com/doanket/doanket/core/coretest/wait"
)

// product is the built server with its modules in a folder of its own.
type product struct {
	t                     testing.TB
	binary, modules, data string
	port                  int
	server                *exec.Cmd
	tokens                map[string]string
	unit, addressee       string
	seen                  []int // every module process there ever was
}

// newProduct takes what is built and applies the province of Hà Tĩnh.
func newProduct(t testing.TB) *product {
	t.Helper()
	p := &product{t: t, binary: program.Server(t), modules: program.Modules(t), data: filepath.Join(t.TempDir(), "data"),
		tokens: map[string]string{}, port: freePort(t)}
	p.run("tenant", "apply", filepath.Join(here, "../../tenants/ha-tinh"))
	for who, login := range map[string]string{"officer": "cb.lan", "standing": "cb.hung", "responder": "ub.binh", "admin": "quantri"} {
		p.tokens[who] = strings.TrimSpace(p.run("token", "create", "--tenant", "ha-tinh", "--login", login))
	}
	var units []struct{ ID, Code string }
	if err := json.Unmarshal([]byte(p.run("unit", "list", "--tenant", "ha-tinh", "--json")), &units); err != nil {
		t.Fatal(err)
	}
	for _, u := range units {
		switch u.Code {
		case "18685-MT":
			p.unit = u.ID
		case "18685-UBND":
			p.addressee = u.ID
		}
	}
	return p
}

// newBareProduct is the server without modules and applies a province of one
// unit and one person, for what an operator does on the command line.
func newBareProduct(t testing.TB) *product {
	t.Helper()
	dir := t.TempDir()
	p := &product{t: t, binary: program.Server(t), data: filepath.Join(dir, "data")}
	province := filepath.Join(dir, "mau")
	write(t, province, map[string]string{
		"tenant.yaml": "slug: mau\ncode: \"01\"\nname: Tỉnh Mẫu\n", "modules.yaml": "enabled: []\n",
		"roles.yaml": "roles:\n  - id: admin\n    label: {vi: Quản trị, en: Admin}\n",
		"units.csv":  "code,parent,kind,name,short_name,from,to\nT,,province,Tỉnh Mẫu,Mẫu,2025-07-01,\n",
		"posts.csv":  "login,family_middle,given,role,unit,from\nquantri,Nguyễn Thị,Hạnh,admin,T,2025-07-01\n"})
	p.run("tenant", "apply", province)
	return p
}

func TestMain(m *testing.M) { os.Exit(program.Main(m)) }

// here is the package's folder as the tests begin: an embedded S3 server moves
// the process elsewhere.
var here, _ = os.Getwd() // without it nothing is found

func (p *product) env() []string {
	return append(os.Environ(), "DOANKET_DATA="+p.data, "DOANKET_MODULES="+p.modules, fmt.Sprintf("DOANKET_LISTEN=127.0.0.1:%d", p.port),
		"DOANKET_OPERATOR_LISTEN=", "DOANKET_LOG=error")
}

// run does one admin command and returns its answer.
func (p *product) run(args ...string) string {
	p.t.Helper()
	bounded, stop := context.WithTimeout(p.t.Context(), wait.Bound)
	defer stop()
	c := exec.CommandContext(bounded, p.binary, args...)
	c.Env = p.env()
	var complaint strings.Builder
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		p.t.Fatalf("doanket %s: %v\n%s", strings.Join(args, " "), err, complaint.String())
	}
	return string(out)
}

// start runs the server and waits until it answers.
func (p *product) start() {
	p.t.Helper()
	p.server = exec.Command(p.binary, "serve")
	p.server.Env = p.env()
	p.server.Stderr = os.Stderr
	if err := p.server.Start(); err != nil {
		p.t.Fatal(err)
	}
	server := p.server.Process
	p.t.Cleanup(func() { _ = server.Kill() }) // gone already, unless the test gave up
	wait.Until(p.t, "the server to answer", func() bool {
		c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(p.port)), wait.Bound)
		if err != nil {
			return false
		}
		_ = c.Close()
		return true
	})
}

// stop ends the server as an operator would.
func (p *product) stop() {
	p.t.Helper()
	p.children()
	if err := p.server.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Error(err)
	}
	if err := wait.Exit(p.t, "the stopped server to end", p.server); err != nil {
		p.t.Errorf("a polite stop ends well: %v", err)
	}
}

func (p *product) kill(pid int) {
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
		p.t.Error(err)
	}
}

// children are the server's module processes, from /proc.
func (p *product) children() []int {
	var out []int
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, s := range stats {
		raw, err := os.ReadFile(s)
		if err != nil {
			continue // gone meanwhile
		}
		_, rest, _ := strings.Cut(string(raw), ") ")
		f := strings.Fields(rest)
		if len(f) < 2 || f[1] != strconv.Itoa(p.server.Process.Pid) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(s))); err == nil {
			out = append(out, pid)
			if !slices.Contains(p.seen, pid) {
				p.seen = append(p.seen, pid)
			}
		}
	}
	return out
}

// noOrphans expects every module process there ever was to be gone.
func (p *product) noOrphans() {
	p.t.Helper()
	wait.Until(p.t, "the last module process to end with its server", func() bool {
		return !slices.ContainsFunc(p.seen, alive)
	})
}

// alive reports whether the process runs; a zombie does not.
func alive(pid int) bool {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	return rest != "" && rest[0] != 'Z'
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
