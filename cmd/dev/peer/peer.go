package peer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/doanket/doanket/cmd/dev/measure"
	"github.com/doanket/doanket/cmd/dev/process"
	"github.com/doanket/doanket/core/id"
)

// Version is PocketBase as it is released; its example server is built from source
// and lives outside the repository.
const (
	Version = "0.36.8"
	source  = "github.com/pocketbase/pocketbase/examples/base@v" + Version
)

// Peer is a PocketBase with the same rows, asked by an ordinary user whose rule
// names the commune.
type Peer struct {
	proc *process.Process
	user *measure.Caller // of commune c0, who reads
	hand *measure.Caller // of commune c1, who writes: what is read stays as it is
	row  func(n int64) map[string]any
	ids  []string
}

// state is what a run before left in the folder.
type state struct {
	Rows int64
	Key  string // password of everybody in it
}

const (
	reader  = "lan@example.vn"
	writer  = "minh@example.vn"
	records = "/api/collections/recommendations/records"
)

// Start builds and starts PocketBase and fills it with rows, unless a run before
// has put as many into the folder. The n-th row is of commune c<n % 69>.
func Start(ctx context.Context, out io.Writer, folder string, rows int64, row func(n int64) map[string]any) (*Peer, error) {
	bin, err := build(ctx, out)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "bench.json")
	var kept state
	if raw, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(raw, &kept); err != nil {
			return nil, err
		}
	}
	filled := kept.Rows >= rows
	if !filled {
		kept = state{rows, id.New("key")}
		if err := run(ctx, out, folder, nil, bin, "superuser", "upsert", "root@example.vn", kept.Key, "--dir", folder); err != nil {
			return nil, err
		}
	}
	port, err := process.FreePort()
	if err != nil {
		return nil, err
	}
	host := fmt.Sprintf("127.0.0.1:%d", port)
	p := &Peer{user: measure.NewCaller(port, host, ""), row: row}
	p.proc, _, err = process.Launch(ctx, "pocketbase", folder, nil, func(context.Context) error { return p.user.Ask(http.MethodGet, "/api/health", nil) },
		bin, "serve", "--dir", folder, "--http", host, "--dev=false") // it takes what lies in a cache for a run of its makers
	if err != nil {
		return nil, err
	}
	if !filled {
		err = p.fill(ctx, kept.Key, rows)
	}
	if err == nil {
		err = p.enter(kept.Key)
	}
	if err == nil && !filled {
		var raw []byte
		if raw, err = json.Marshal(kept); err == nil {
			err = os.WriteFile(file, raw, 0o600)
		}
	}
	if err != nil {
		p.Stop()
		return nil, fmt.Errorf("fill PocketBase: %w", err)
	}
	return p, nil
}

// Stop ends it.
func (p *Peer) Stop() { p.proc.Stop() }

func build(ctx context.Context, out io.Writer) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "doanket", "pocketbase-"+Version)
	bin := filepath.Join(dir, "base")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	if err := run(ctx, out, os.TempDir(), []string{"GOBIN=" + dir, "GOFLAGS=-buildvcs=false", "CGO_ENABLED=0"}, "go", "install", source); err != nil {
		return "", fmt.Errorf("build PocketBase: %w", err)
	}
	return bin, nil
}

func run(ctx context.Context, out io.Writer, dir string, env []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env, c.Stdout, c.Stderr = dir, append(os.Environ(), env...), out, out
	return c.Run()
}

// fill declares the same fields and indexes and adds the same rows, 500 at a
// time by its own batch route.
func (p *Peer) fill(ctx context.Context, secret string, rows int64) error {
	root, err := p.signIn("_superusers", "root@example.vn", secret)
	if err != nil {
		return err
	}
	post := func(method, path string, v any) error {
		body, err := json.Marshal(v)
		if err != nil {
			return err
		}
		return root.Ask(method, path, body)
	}
	text := func(names ...string) (out []map[string]any) {
		for _, n := range names {
			out = append(out, map[string]any{"name": n, "type": "text", "max": 20000})
		}
		return out
	}
	const mine = `@request.auth.commune = commune`
	err = errors.Join(
		post(http.MethodPatch, "/api/settings", map[string]any{"batch": map[string]any{"enabled": true, "maxRequests": 500, "timeout": 60}}),
		post(http.MethodPatch, "/api/collections/users", map[string]any{"fields": append(p.fields(root, "users"), text("commune")...)}),
		post(http.MethodPost, "/api/collections", map[string]any{"name": "recommendations", "type": "base",
			"listRule": mine, "viewRule": mine, "createRule": `@request.auth.commune = @request.body.commune`,
			"fields": append(text("commune", "number", "title", "fold", "content", "to_unit", "source", "state", "phase", "sent_on", "due_on"),
				map[string]any{"name": "updated", "type": "autodate", "onCreate": true, "onUpdate": true}),
			"indexes": []string{"CREATE INDEX rec_due ON recommendations (commune, due_on, id)", "CREATE INDEX rec_fresh ON recommendations (commune, updated, id)",
				"CREATE INDEX rec_state ON recommendations (state, due_on, id)"}}),
		post(http.MethodPost, "/api/collections/users/records", map[string]any{"email": reader, "password": secret, "passwordConfirm": secret, "commune": "c0"}),
		post(http.MethodPost, "/api/collections/users/records", map[string]any{"email": writer, "password": secret, "passwordConfirm": secret, "commune": "c1"}))
	if err != nil {
		return err
	}
	return p.addRows(ctx, root, rows)
}

// enter signs the ordinary users in and learns ids to read.
func (p *Peer) enter(secret string) (err error) {
	if p.hand, err = p.signIn("users", writer, secret); err != nil {
		return err
	}
	if p.user, err = p.signIn("users", reader, secret); err != nil {
		return err
	}
	_, err = p.user.Exchange(http.MethodGet, records+"?perPage=200&skipTotal=1&fields=id&filter=commune%3D'c0'", nil, func(body []byte) error {
		var page struct{ Items []struct{ ID string } }
		err := json.Unmarshal(body, &page)
		for _, r := range page.Items {
			p.ids = append(p.ids, r.ID)
		}
		return err
	})
	if err == nil && len(p.ids) == 0 {
		err = errors.New("the ordinary user sees no rows")
	}
	return err
}

// fields are those a collection has already.
func (p *Peer) fields(root *measure.Caller, collection string) (out []map[string]any) {
	_, _ = root.Exchange(http.MethodGet, "/api/collections/"+collection, nil, func(body []byte) error { // empty: the change that follows is refused
		var got struct{ Fields []map[string]any }
		err := json.Unmarshal(body, &got)
		out = got.Fields
		return err
	})
	return out
}

func (p *Peer) signIn(collection, login, secret string) (*measure.Caller, error) {
	body, err := json.Marshal(map[string]string{"identity": login, "password": secret})
	if err != nil {
		return nil, err
	}
	var got struct{ Token string }
	_, err = p.user.As("").Exchange(http.MethodPost, "/api/collections/"+collection+"/auth-with-password", body, func(body []byte) error { return json.Unmarshal(body, &got) })
	return p.user.As(got.Token), err
}

func (p *Peer) addRows(ctx context.Context, root *measure.Caller, rows int64) error {
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make(chan error, 4)
	for range cap(failed) {
		group.Go(func() {
			for ctx.Err() == nil {
				end := next.Add(500)
				if end-500 >= rows {
					return
				}
				var requests []map[string]any
				for n := end - 500; n < min(end, rows); n++ {
					requests = append(requests, map[string]any{"method": "POST", "url": records, "body": p.row(n)})
				}
				body, err := json.Marshal(map[string]any{"requests": requests})
				if err == nil {
					err = root.Ask(http.MethodPost, "/api/batch", body)
				}
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(failed)
	return errors.Join(<-failed, ctx.Err())
}

// List asks for the first 30 of the commune. It names the commune as the rule
// does: the rule alone does not let PocketBase use its index.
func (p *Peer) List(sort string) func(int64) error {
	return func(int64) error {
		return p.user.Ask(http.MethodGet, records+"?"+url.Values{"perPage": {"30"}, "skipTotal": {"1"}, "sort": {sort}, "filter": {"commune='c0'"}}.Encode(), nil)
	}
}

// Read asks for one row.
func (p *Peer) Read(n int64) error {
	return p.user.Ask(http.MethodGet, records+"/"+p.ids[n%int64(len(p.ids))], nil)
}

// Create adds a row.
func (p *Peer) Create(n int64) error {
	row := p.row(n)
	row["commune"] = "c1"
	body, err := json.Marshal(row)
	if err != nil {
		return err
	}
	return p.hand.Ask(http.MethodPost, records, body)
}
