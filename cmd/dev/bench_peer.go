package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
	"github.com/doanket/doanket/core/id"
)

// peerVersion is PocketBase as it is released; its example server is built from
// source and lives outside the repository.
const peerVersion = "github.com/pocketbase/pocketbase/examples/base@v0.36.8"

// peer is a PocketBase with the same rows, asked by an ordinary user whose rule
// names the commune.
type peer struct {
	proc *process
	user *measure.Caller
	ids  []string
}

const (
	peerLogin  = "lan@example.vn"
	peerRecord = "/api/collections/recommendations/records"
)

// startPeer builds, starts and fills it; its folder goes with the bench's.
func startPeer(ctx context.Context, out io.Writer, folder string, rows int64) (*peer, error) {
	bin, err := peerBin(ctx, out)
	if err != nil {
		return nil, err
	}
	data, secret := filepath.Join(folder, "peer"), id.New("key")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	if err := sh(ctx, out, data, nil, bin, "superuser", "upsert", "root@example.vn", secret, "--dir", data); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	host := fmt.Sprintf("127.0.0.1:%d", port)
	p := &peer{user: measure.NewCaller(port, host, "")}
	p.proc, _, err = launch(ctx, "pocketbase", folder, nil, func(context.Context) error { return p.user.Ask(http.MethodGet, "/api/health", nil) },
		bin, "serve", "--dir", data, "--http", host)
	if err != nil {
		return nil, err
	}
	if err := p.fill(ctx, secret, rows); err != nil {
		p.proc.stop()
		return nil, fmt.Errorf("fill PocketBase: %w", err)
	}
	return p, nil
}

func peerBin(ctx context.Context, out io.Writer) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "doanket", "pocketbase-0.36.8")
	bin := binary(filepath.Join(dir, "base"))
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	if err := sh(ctx, out, os.TempDir(), []string{"GOBIN=" + dir, "GOFLAGS=-buildvcs=false", "CGO_ENABLED=0"}, "go", "install", peerVersion); err != nil {
		return "", fmt.Errorf("build PocketBase: %w", err)
	}
	return bin, nil
}

// fill declares the same fields and indexes and adds the same rows, 500 at a
// time by its own batch route.
func (p *peer) fill(ctx context.Context, secret string, rows int64) error {
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
		post(http.MethodPost, "/api/collections/users/records", map[string]any{"email": peerLogin, "password": secret, "passwordConfirm": secret, "commune": "c0"}))
	if err != nil {
		return err
	}
	if err := p.addRows(ctx, root, rows); err != nil {
		return err
	}
	if p.user, err = p.signIn("users", peerLogin, secret); err != nil {
		return err
	}
	_, err = p.user.Exchange(http.MethodGet, peerRecord+"?perPage=200&skipTotal=1&fields=id", nil, func(body []byte) error {
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
func (p *peer) fields(root *measure.Caller, collection string) (out []map[string]any) {
	_, _ = root.Exchange(http.MethodGet, "/api/collections/"+collection, nil, func(body []byte) error { // empty: the change that follows is refused
		var got struct{ Fields []map[string]any }
		err := json.Unmarshal(body, &got)
		out = got.Fields
		return err
	})
	return out
}

func (p *peer) signIn(collection, login, secret string) (*measure.Caller, error) {
	body, err := json.Marshal(map[string]string{"identity": login, "password": secret})
	if err != nil {
		return nil, err
	}
	var got struct{ Token string }
	_, err = p.user.As("").Exchange(http.MethodPost, "/api/collections/"+collection+"/auth-with-password", body, func(body []byte) error { return json.Unmarshal(body, &got) })
	return p.user.As(got.Token), err
}

func (p *peer) addRows(ctx context.Context, root *measure.Caller, rows int64) error {
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
					requests = append(requests, map[string]any{"method": "POST", "url": peerRecord, "body": peerRow(n)})
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

// peerRow is what benchRow makes, with what our server works out written in.
func peerRow(n int64) map[string]any {
	subject, sent := subjects[n%int64(len(subjects))], time.Now().AddDate(0, 0, -1-int(n%40))
	return map[string]any{"commune": fmt.Sprintf("c%d", n%69), "number": "", "title": fmt.Sprintf("Kiến nghị số %d về %s", n, subject[0]),
		"fold": fmt.Sprintf("kien nghi so %d ve %s", n, subject[1]), "content": benchContent, "to_unit": "ubnd", "source": "reception",
		"state": "submitted", "phase": "active", "sent_on": sent.Format("2006-01-02"), "due_on": sent.AddDate(0, 0, 18).Format("2006-01-02")}
}

// list names the commune as the rule does: the rule alone does not let it use
// its index.
func (p *peer) list(sort string) func(int64) error {
	return func(int64) error {
		return p.user.Ask(http.MethodGet, peerRecord+query("perPage", "30", "skipTotal", "1", "sort", sort, "filter", "commune='c0'"), nil)
	}
}

func (p *peer) read(n int64) error {
	return p.user.Ask(http.MethodGet, peerRecord+"/"+p.ids[n%int64(len(p.ids))], nil)
}

func (p *peer) create(n int64) error {
	row := peerRow(n)
	row["commune"] = "c0"
	body, err := json.Marshal(row)
	if err != nil {
		return err
	}
	return p.user.Ask(http.MethodPost, peerRecord, body)
}
