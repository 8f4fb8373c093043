package server

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/doanket/doanket/core/web/endpoint"
)

// asset is one file of the client, ready in every encoding.
type asset struct {
	mime   string
	cache  string
	bodies map[string][]byte // encoding → bytes; "" as it is
	tag    string
}

// assets is the client in memory; page answers every path the client routes.
type assets struct {
	byPath map[string]*asset
	page   *asset
}

// hashed is how the bundler names files whose content never changes.
var hashed = regexp.MustCompile(`[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$`)

const (
	forever = "public, max-age=31536000, immutable"
	never   = "no-store"
	hour    = "public, max-age=3600"
)

func newAssets(files fs.FS) (*assets, error) {
	a := &assets{byPath: map[string]*asset{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || precompressed(name) != "" {
			return err
		}
		return a.add(files, name)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the client: %w", err)
	}
	if a.page = a.byPath["/index.html"]; a.page == nil {
		a.page = &asset{mime: "text/html; charset=utf-8", cache: never, bodies: map[string][]byte{"": []byte(noClient)}}
	}
	return a, nil
}

func precompressed(name string) string {
	switch path.Ext(name) {
	case ".br":
		return "br"
	case ".gz":
		return "gzip"
	}
	return ""
}

func (a *assets) add(files fs.FS, name string) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	f := &asset{mime: mimeOf(name), cache: hour, bodies: map[string][]byte{"": raw}, tag: tagOf(raw)}
	switch {
	case path.Ext(name) == ".html":
		f.cache = never
	case strings.HasSuffix(name, "sw.js"), path.Ext(name) == ".webmanifest":
		f.cache = "no-cache" // a stale service worker would keep the whole client stale
	case strings.HasPrefix(name, "assets/") && hashed.MatchString(name):
		f.cache = forever
	}
	for ext, encoding := range map[string]string{".br": "br", ".gz": "gzip"} {
		if squeezed, err := fs.ReadFile(files, name+ext); err == nil {
			f.bodies[encoding] = squeezed
		}
	}
	if _, there := f.bodies["br"]; !there && len(raw) > 1024 && compressible(f.mime) {
		small := fasthttp.AppendBrotliBytesLevel(nil, raw, 5)
		if len(small) < len(raw)*9/10 {
			f.bodies["br"] = bytes.Clone(small)
			f.bodies["gzip"] = fasthttp.AppendGzipBytesLevel(nil, raw, 6)
		}
	}
	a.byPath["/"+name] = f
	return nil
}

func mimeOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
	}
	return "application/octet-stream"
}

func compressible(mime string) bool {
	return strings.HasPrefix(mime, "text/") || strings.Contains(mime, "json") || strings.Contains(mime, "svg")
}

// client serves the client's files on a province's host; a path that is no
// file is one of its screens.
func (s *Server) client(fc *fiber.Ctx) error {
	if fc.Method() != fiber.MethodGet && fc.Method() != fiber.MethodHead {
		return s.unrouted(fc)
	}
	s.secureHeaders(fc)
	name := path.Clean(fc.Path())
	f := s.assets.byPath[name]
	if f == nil && (path.Ext(name) == "" || strings.HasPrefix(fc.Get("Accept"), "text/html")) {
		f = s.assets.page
	}
	if f == nil {
		return s.unrouted(fc)
	}
	if f.cache == never && !s.known(fc) {
		return s.unknownHost(fc)
	}
	fc.Set(fiber.HeaderContentType, f.mime)
	fc.Set(fiber.HeaderCacheControl, f.cache)
	if f.cache == never {
		page, csp := dressed(f.bodies[""])
		fc.Set("Content-Security-Policy", csp)
		squeeze(fc, page)
		return nil
	}
	fc.Set("Content-Security-Policy", policy("")) // of a worker, which keeps to the one it came with
	if f.tag != "" {
		fc.Set(fiber.HeaderETag, f.tag)
		if endpoint.NoneMatch(fc.Get("If-None-Match"), f.tag) {
			return fc.SendStatus(fiber.StatusNotModified)
		}
	}
	body := f.bodies[""]
	if len(f.bodies) > 1 {
		fc.Vary(fiber.HeaderAcceptEncoding)
		if enc := encoding(fc); enc != "" && f.bodies[enc] != nil {
			fc.Set(fiber.HeaderContentEncoding, enc)
			body = f.bodies[enc]
		}
	}
	fc.Response().SetBodyRaw(body)
	return nil
}

// noClient stands in when the binary was built before the client.
const noClient = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Đoàn Kết</title><style>body{font-family:system-ui;margin:3rem auto;max-width:34rem;padding:0 1rem}</style>
<h1>Đoàn Kết</h1><p>Máy chủ đang chạy, nhưng bản cài này chưa có giao diện. Giao diện lập trình ở <code>/api/v1</code>.</p>
<p lang="en">The server runs, but this build carries no client. The API is at <code>/api/v1</code>.</p></body></html>
`
