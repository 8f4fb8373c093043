package installation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
)

// said is the operator's log, kept where who writes the database cannot.
type said struct {
	mu  sync.Mutex
	raw bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.Write(p)
}

// ends are the marks in it of a province's log.
func (s *said) ends(slug string) (out []audit.Anchor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for line := range strings.SplitSeq(s.raw.String(), "\n") {
		var l struct {
			Msg, Province string
			audit.Anchor
		}
		if json.Unmarshal([]byte(line), &l) == nil && l.Msg == "end of the audit log" && l.Province == slug {
			out = append(out, l.Anchor)
		}
	}
	return out
}

// TestTheLastLinesAreMissedWithinTheMinute: whoever writes the database, and has kept a
// copy of the head from before, cuts off what they did since, marks and all. The log is
// sound in itself and no daily anchor knows better. The running server does, and whoever
// holds its log, the database's own copy or an export against it.
func TestTheLastLinesAreMissedWithinTheMinute(t *testing.T) {
	t.Parallel()
	each := map[string]bool{"sqlite": false}
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		each["postgres"] = true
	}
	for name, postgres := range each {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			operator := &said{}
			r := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) { o.Log = slog.New(slog.NewJSONHandler(operator, nil)) }})
			ctx := r.In(coretest.An)
			minute := func() {
				t.Helper()
				if err := job.Enqueue(ctx, "audit.seal", nil); err != nil {
					t.Fatal(err)
				}
				r.Settle(coretest.An)
			}
			run := func(texts ...string) {
				t.Helper()
				err := db.InTx(ctx, func(ctx context.Context) error {
					for _, text := range texts {
						if _, err := db.Exec(ctx, text); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			minute()
			run("CREATE TABLE kept AS SELECT * FROM audit_head")
			if err := audit.Append(ctx, audit.Entry{Action: "theft"}); err != nil {
				t.Fatal(err)
			}
			minute()
			if len(r.CutLogs()) != 0 {
				t.Fatalf("cut before it was: %v", r.CutLogs())
			}
			drop := []string{"DROP TRIGGER audit_stays ON audit"}
			if db.DialectOf(ctx) == db.SQLite {
				drop = []string{"DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_seal_only"}
			}
			run(append(drop, "DELETE FROM audit WHERE seq > (SELECT seq FROM kept) OR seq = 0", "DELETE FROM audit_head", "INSERT INTO audit_head SELECT * FROM kept")...)
			if report, err := r.VerifyLog(ctx); err != nil || len(report.Breaks) != 0 {
				t.Fatalf("by itself and its daily anchors it is sound: %+v %v", report, err)
			}
			var export bytes.Buffer
			if _, err := r.ExportLog(ctx, &export); err != nil {
				t.Fatal(err)
			}
			ends := operator.ends(coretest.An)
			if report, err := r.Audit.Verify(ctx, ends...); err != nil || len(report.Breaks) == 0 || report.Breaks[0].What != "anchor" {
				t.Errorf("held against the operator's log: %+v %v", report, err)
			}
			if report, err := installation.VerifyExport(&export, r.Keys, ends...); err != nil || len(report.Breaks) == 0 {
				t.Errorf("an export held against it: %+v %v", report, err)
			}
			minute()
			if why := r.CutLogs()[coretest.An]; !strings.Contains(why, "cut or changed") {
				t.Errorf("the server that saw the lines does not miss them: %q", why)
			}
			if raw := operator.raw.String(); !strings.Contains(raw, "the audit log was cut or changed") {
				t.Error("the operator's log does not say so")
			}
		})
	}
}
