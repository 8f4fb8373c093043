package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
)

// check is one thing the doctor looked at.
type check struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
	Note  string `json:"note,omitempty"` // what is done without, of what need not be there
}

func (s *shared) doctor() *cobra.Command {
	return &cobra.Command{Use: "doctor", Short: "look at everything the server needs and say what is wrong", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			checks := s.examine(cmd.Context())
			lines, sick := []string{}, false
			for _, c := range checks {
				mark := "ok "
				switch {
				case !c.OK:
					mark, sick = "BAD", true
				case c.Note != "":
					mark = "-- "
				}
				lines = append(lines, fmt.Sprintf("%s  %s %s", mark, c.Name, c.Error+c.Note))
			}
			if err := s.answer(cmd.OutOrStdout(), checks, lines...); err != nil {
				return err
			}
			if sick {
				return errors.New("not healthy")
			}
			return nil
		}}
}

// health asks the running server's operator port; the container's health check.
func (s *shared) health() *cobra.Command {
	return &cobra.Command{Use: "health", Short: "ask the running server whether it is well", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		c, err := loadConfig(s.configFile)
		if err != nil {
			return err
		}
		_, port, err := net.SplitHostPort(c.get("OPERATOR_LISTEN"))
		if err != nil {
			return fmt.Errorf("OPERATOR_LISTEN: %w", err)
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), 4*time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/healthz", nil)
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusOK {
			return fmt.Errorf("health: %s", res.Status)
		}
		return s.answer(cmd.OutOrStdout(), map[string]bool{"healthy": true}, "healthy")
	}}
}

func (s *shared) examine(ctx context.Context) []check {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var out []check
	add := func(name string, err error) bool {
		c := check{Name: name, OK: err == nil}
		if err != nil {
			c.Error = err.Error()
		}
		out = append(out, c)
		return err == nil
	}
	c, err := loadConfig(s.configFile)
	if !add("configuration", err) {
		return out
	}
	add("proxy in front", c.proxy())
	add("data folder", writable(absolute(c.get("DATA"))))
	out = append(out, c.programs()...)
	i, err := installation.Open(ctx, c.installation(quiet()))
	if !add("open", err) {
		return out
	}
	defer i.Close() //nolint:errcheck // only looked at
	add("database and documents", i.Ready(ctx))
	add("master key of sealed fields: "+keptWhere(c)+"; lost, they are lost: keep a copy apart from backups", i.VerifyKeys(ctx))
	asides, err := i.Provinces.Prepare(ctx)
	add("provinces", err)
	for _, a := range asides {
		add("province "+a.Tenant, errors.New(a.Reason))
	}
	if i.Host != nil {
		found, err := i.Host.Discover(ctx)
		if err == nil && len(found) == 0 {
			err = uncatalogued(absolute(c.get("MODULES")))
		}
		add("modules", err)
		for _, m := range found {
			if m.Problem == nil {
				add("module "+m.ID, nil)
			}
		}
		for _, b := range i.Host.Bounds() {
			one := check{Name: "modules are held by " + b.Name, OK: true}
			if b.Missing != "" {
				one.Note = "not in force: " + b.Missing
			}
			out = append(out, one)
		}
	}
	for _, a := range i.SetAside() {
		add("set aside: "+a.Module, errors.New(a.String()))
	}
	return out
}

// uncatalogued is an error where executables lie in a folder that has no catalogue: none of
// them is a module to the server.
func uncatalogued(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil //nolint:nilerr // no folder, no modules
	}
	for _, e := range entries {
		if st, err := e.Info(); err == nil && st.Mode().IsRegular() && st.Mode()&0o111 != 0 {
			return fmt.Errorf("%s has programs and no catalogue, so it has no modules: doanket module catalog %s writes one", dir, dir)
		}
	}
	return nil
}

// helpers are the programs of others that need not be there, and what is done without
// where they are not.
var helpers = []struct{ setting, without string }{
	{"PDF_TEXT", "papers in PDF are not found by their text; Debian has it in poppler-utils"},
	{"PDF_PAGES", "scans in PDF are not read; Debian has it in poppler-utils"},
	{"TESSERACT", "photographed and scanned papers are not found by their text; Debian has it in tesseract-ocr and tesseract-ocr-vie"},
	{"OFFICE", "reports come as DOCX and XLSX, not as PDF; Debian has it in libreoffice-writer-nogui and libreoffice-calc-nogui"},
}

func (c *config) programs() (out []check) {
	for _, h := range helpers {
		name := c.get(h.setting)
		one := check{Name: "program " + h.setting + " " + name, OK: true}
		if _, err := exec.LookPath(name); err != nil {
			one.Note = "is not there: " + h.without
		}
		out = append(out, one)
	}
	return out
}

func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
