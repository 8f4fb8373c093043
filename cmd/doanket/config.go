package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/module/signature"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/upload/child"
	"github.com/doanket/doanket/core/web"
)

// setting is one documented setting: its name in the file (lower case) and in
// the environment (DOANKET_NAME), its default and what it means.
type setting struct {
	name, value, help string
	secret            bool
	check             func(v string) error
}

// config is the effective configuration.
type config struct{ settings []*setting }

func defaults() *config {
	return &config{settings: []*setting{
		{name: "DATA", value: "data", help: "folder for everything the embedded parts keep"},
		{name: "LISTEN", value: "127.0.0.1:8080", help: "address provinces are served on", check: address},
		{name: "OPERATOR_LISTEN", value: "127.0.0.1:8081", help: "address of /healthz /readyz /metrics; empty for none", check: address},
		{name: "BASE_DOMAIN", value: "localhost", help: "provinces are <slug>.<base domain>"},
		{name: "PUBLIC_HTTPS", value: "false", help: "browsers come by https (behind a proxy)", check: boolean},
		{name: "TRUSTED_PROXIES", value: "", help: "addresses whose X-Forwarded-For counts, comma separated"},
		{name: "DATABASE_URL", value: "", help: "PostgreSQL; empty: SQLite under DATA", secret: true, check: databaseURL},
		{name: "SQLITE_SYNC", value: "full", help: "full: a commit outlives a power cut; normal: faster", check: oneOf("full", "normal")},
		{name: "S3_ENDPOINT", value: "", help: "host:port or URL of the S3 server; empty: embedded under DATA"},
		{name: "S3_ACCESS_KEY", value: "", help: "access key"},
		{name: "S3_SECRET_KEY", value: "", help: "secret key", secret: true},
		{name: "S3_REGION", value: "us-east-1", help: "region"},
		{name: "S3_RETENTION_DAYS", value: "0", help: "object lock on accepted evidence, days", check: number},
		{name: "SEAL_KEY", value: "", help: "master keys of sealed fields, base64 of 32 random bytes each; the first one seals, the others still open", secret: true, check: seal.Check},
		{name: "SEAL_KEY_FILE", value: "", help: "file of the master keys; empty: seal.key under DATA, made when it is not there"},
		{name: "MODULES", value: "bin/modules", help: "folder of task modules; empty for none"},
		{name: "MODULE_KEYS", value: "", help: "public keys of those who sign modules, comma separated (doanket module key prints one): others' do not start; empty: what lies in MODULES is taken", check: moduleKeys},
		{name: "MODULE_SANDBOX", value: "on", help: "on: a module that cannot be confined does not start; off: unconfined", check: oneOf("on", "off")},
		{name: "MODULE_CGROUP", value: "", help: "folder of a cgroup tree of version 2 that is the server's and has no process of its own: modules are bounded there by the kernel; empty: what systemd delegates (Delegate=yes, DelegateSubgroup=server), else none"},
		{name: "OFFICE", value: "soffice", help: "LibreOffice, which makes PDFs of reports: a path or a name; empty, or where it is not installed: none are made"},
		{name: "PDF_TEXT", value: "pdftotext", help: "poppler's pdftotext, which reads PDFs for search and resolutions: a path or a name; empty, or where it is not installed: none are read"},
		{name: "PDF_PAGES", value: "pdftoppm", help: "poppler's pdftoppm, which makes pictures of scanned pages for TESSERACT; likewise"},
		{name: "TESSERACT", help: "tesseract with its Vietnamese data, which reads scans for search; a page takes a worker of the queue seconds, so nothing is read unless it is named"},
		{name: "SESSION_RATE", value: "50", help: "requests a second per session or token; -1: as many as they like", check: rate},
		{name: "OIDC_SECRETS", secret: true, help: "client secrets of the provinces' OpenID Connect providers: province/provider=secret, comma separated", check: secrets},
		{name: "LOG", value: "info", help: "debug, info, warn, error", check: oneOf("debug", "info", "warn", "error")},
	}}
}

// loadConfig reads the file, then the environment over it, and names every
// mistake at once.
func loadConfig(file string) (*config, error) {
	c := defaults()
	var wrong []error
	if file != "" {
		wrong = append(wrong, c.readFile(file))
	}
	for _, s := range c.settings {
		if v, ok := os.LookupEnv("DOANKET_" + s.name); ok {
			s.value = v
		}
		if s.check == nil || s.value == "" {
			continue
		}
		if err := s.check(s.value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	if e := c.get("S3_ENDPOINT"); e != "" && (c.get("S3_ACCESS_KEY") == "" || c.get("S3_SECRET_KEY") == "") {
		wrong = append(wrong, errors.New("S3_ENDPOINT: needs S3_ACCESS_KEY and S3_SECRET_KEY"))
	}
	wrong = append(wrong, c.sealKey())
	if err := errors.Join(wrong...); err != nil {
		return nil, fault.New(fault.Invalid, "config", fault.Cause(err))
	}
	return c, nil
}

// sealKey says what is wrong with where the master key is. Replicas over one
// PostgreSQL share it; a file of each one's own folder would not do.
func (c *config) sealKey() error {
	key, file := c.get("SEAL_KEY"), c.get("SEAL_KEY_FILE")
	switch {
	case key != "" && file != "":
		return errors.New("SEAL_KEY: leave out either it or SEAL_KEY_FILE")
	case key == "" && file == "" && c.get("DATABASE_URL") != "":
		return errors.New("SEAL_KEY: needed with DATABASE_URL (openssl rand -base64 32), or SEAL_KEY_FILE; keep it apart from backups")
	}
	return nil
}

// proxy says what is wrong with who stands in front: behind one that is not named
// everybody shares its address, and one who guesses passwords shuts all of them out.
func (c *config) proxy() error {
	if c.get("PUBLIC_HTTPS") == "true" && c.get("TRUSTED_PROXIES") == "" {
		return errors.New("PUBLIC_HTTPS is set, so a proxy stands in front, and TRUSTED_PROXIES names none: set it to the proxy's address or network")
	}
	return nil
}

func (c *config) readFile(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(raw, &values); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var wrong []error
	for k, v := range values {
		s := c.find(strings.ToUpper(k))
		if s == nil {
			wrong = append(wrong, fmt.Errorf("%s: no setting %q", file, k))
			continue
		}
		s.value = fmt.Sprint(v)
	}
	return errors.Join(wrong...)
}

func (c *config) find(name string) *setting {
	for _, s := range c.settings {
		if s.name == name {
			return s
		}
	}
	return nil
}

func (c *config) get(name string) string { return c.find(name).value }

func (c *config) days(name string) time.Duration {
	n, _ := strconv.Atoi(c.get(name)) // checked at load
	return time.Duration(n) * 24 * time.Hour
}

// installation turns settings into what the rooms want.
func (c *config) installation(log *slog.Logger) installation.Options {
	endpoint, secure := strings.CutPrefix(c.get("S3_ENDPOINT"), "https://")
	return installation.Options{
		Data: absolute(c.get("DATA")), BaseDomain: c.get("BASE_DOMAIN"), DatabaseURL: c.get("DATABASE_URL"),
		SyncNormal: c.get("SQLITE_SYNC") == "normal",
		S3: blob.Options{Endpoint: strings.TrimPrefix(endpoint, "http://"), Secure: secure, Access: c.get("S3_ACCESS_KEY"),
			Secret: c.get("S3_SECRET_KEY"), Region: c.get("S3_REGION")},
		SealKey: c.get("SEAL_KEY"), SealKeyFile: absolute(c.get("SEAL_KEY_FILE")),
		Packs: starters(log), Retention: c.days("S3_RETENTION_DAYS"), Modules: absolute(c.get("MODULES")), ModuleKeys: c.get("MODULE_KEYS"), Sandbox: c.get("MODULE_SANDBOX"), Cgroup: c.get("MODULE_CGROUP"), Office: c.get("OFFICE"), Log: log,
		Programs: c.readers(),
	}
}

func (c *config) web(log *slog.Logger) web.Options {
	o := web.Options{Listen: c.get("LISTEN"), OperatorListen: c.get("OPERATOR_LISTEN"), BaseDomain: c.get("BASE_DOMAIN"),
		HTTPS: c.get("PUBLIC_HTTPS") == "true", Log: log}
	o.SessionRate, _ = strconv.ParseFloat(c.get("SESSION_RATE"), 64) // checked at load
	o.ProviderSecret = func(province, id string) string {
		for one := range strings.SplitSeq(c.get("OIDC_SECRETS"), ",") {
			if name, secret, ok := strings.Cut(strings.TrimSpace(one), "="); ok && name == province+"/"+id {
				return secret
			}
		}
		return ""
	}
	if p := c.get("TRUSTED_PROXIES"); p != "" {
		o.TrustedProxies = strings.Split(p, ",")
	}
	return o
}

// port is the port people reach the server on; empty behind https.
func (c *config) port() string {
	if c.get("PUBLIC_HTTPS") == "true" {
		return ""
	}
	_, port, _ := net.SplitHostPort(c.get("LISTEN"))
	return port
}

func (c *config) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.get("LOG"))) // checked at load
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// quiet is the log of commands that answer on standard output: only errors.
func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

// shownSetting is a setting as machines are told of it; a secret's value is never shown.
type shownSetting struct {
	Value  string `json:"value"`
	Help   string `json:"help"`
	Secret bool   `json:"secret,omitempty"`
}

func (s *shared) config() *cobra.Command {
	return &cobra.Command{Use: "config", Short: "print the effective configuration, documented", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(s.configFile)
			if err != nil {
				return err
			}
			values, lines := map[string]shownSetting{}, []string{}
			for _, x := range c.settings {
				shown := x.value
				if x.secret && shown != "" {
					shown = "********"
				}
				values[strings.ToLower(x.name)] = shownSetting{shown, x.help, x.secret}
				lines = append(lines, "# "+x.help, strings.ToLower(x.name)+": "+strconv.Quote(shown))
			}
			return s.answer(cmd.OutOrStdout(), values, lines...)
		}}
}

func absolute(path string) string {
	if path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return abs
}

func address(v string) error {
	_, _, err := net.SplitHostPort(v)
	return err
}

func boolean(v string) error { return oneOf("true", "false")(v) }

func secrets(v string) error {
	for one := range strings.SplitSeq(v, ",") {
		if name, secret, ok := strings.Cut(strings.TrimSpace(one), "="); !ok || secret == "" || strings.Count(name, "/") != 1 {
			return errors.New("must be province/provider=secret, comma separated")
		}
	}
	return nil
}

func number(v string) error {
	_, err := strconv.ParseUint(v, 10, 16)
	return err
}

func rate(v string) error {
	n, err := strconv.ParseFloat(v, 64)
	if err == nil && n != -1 && !(n > 0 && n <= 1e6) {
		err = errors.New("must be above 0, or -1")
	}
	return err
}

func databaseURL(v string) error {
	if strings.HasPrefix(v, "postgres://") || strings.HasPrefix(v, "postgresql://") {
		return nil
	}
	return errors.New("must begin with postgres://")
}

// anyModule reports whether whatever lies in the folder of modules is run.
func (c *config) anyModule() bool { return c.get("MODULES") != "" && c.get("MODULE_KEYS") == "" }

func moduleKeys(v string) error {
	_, err := signature.ReadTrusted(v)
	return err
}

func oneOf(choices ...string) func(string) error {
	return func(v string) error {
		for _, c := range choices {
			if c == v {
				return nil
			}
		}
		return fmt.Errorf("must be one of %s", strings.Join(choices, ", "))
	}
}

// readers are the programs that read what the server does not.
func (c *config) readers() extract.Programs {
	p := extract.Programs{PDFText: c.get("PDF_TEXT"), PDFPages: c.get("PDF_PAGES"), Tesseract: c.get("TESSERACT")}
	if self, err := os.Executable(); err == nil {
		p.Apart = child.Command{self, readFile}
	}
	return p
}
