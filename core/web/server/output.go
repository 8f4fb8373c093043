package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
)

// outcome is what was written, for the log.
type outcome struct {
	code      int
	streaming bool
	body      *outgoing
}

// write turns an act's answer, or its error, into the response.
func (s *Server) write(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx, out any, err error) outcome {
	s.secureHeaders(fc)
	if r.Page {
		fc.Set("Content-Security-Policy", policy(r.Style))
	}
	fc.Set("X-Request-Id", c.ID)
	fc.Set(fiber.HeaderCacheControl, "no-cache, private")
	if strings.HasPrefix(r.Path, "/uploads") {
		fc.Set("Tus-Resumable", endpoint.TusVersion)
		fc.Set(fiber.HeaderCacheControl, "no-store")
	}
	if err == nil && c.Cookie != nil {
		s.setSession(c, fc)
	}
	for name, values := range c.Header {
		fc.Set(name, values[0])
	}
	if err != nil {
		return outcome{code: s.writeProblem(fc, err, c)}
	}
	code := c.Status
	if code == 0 {
		code = r.Status
	}
	if c.Bare {
		if code == http.StatusOK {
			code = http.StatusNoContent
		}
		fc.Status(code)
		return outcome{code: code}
	}
	if c.Sent != nil {
		out = c.Sent
	}
	switch out := out.(type) {
	case endpoint.Nothing:
		fc.Status(code)
	case *endpoint.Stream:
		return s.writeStream(fc, code, out)
	default:
		code = s.writeJSON(c, r, fc, code, out)
	}
	return outcome{code: code}
}

// problemOf logs what is our own mistake, here and once.
func (s *Server) problemOf(err error, c *endpoint.Call) problem.Problem {
	p := problem.Of(err, s.Words, c.ID, c.Lang)
	switch {
	case p.Code == "internal":
		s.log.Error("request failed", slog.String("request", c.ID), slog.String("error", err.Error()))
	case p.Status >= 500:
		s.log.Warn("request refused", slog.String("request", c.ID), slog.String("error", err.Error()))
	}
	return p
}

func (s *Server) writeProblem(fc *fiber.Ctx, err error, c *endpoint.Call) int {
	p := s.problemOf(err, c)
	if c.Status >= 400 && p.Status < 500 {
		p.Status = c.Status // a protocol's own word for it (tus)
	}
	h := http.Header{}
	p.Headers(h)
	for name := range h {
		fc.Set(name, h.Get(name))
	}
	raw, _ := json.Marshal(p) // strings and numbers only
	fc.Status(p.Status).Response().SetBodyRaw(raw)
	fc.Set(fiber.HeaderContentType, "application/problem+json")
	fc.Set(fiber.HeaderContentLanguage, c.Lang)
	fc.Set(fiber.HeaderCacheControl, "no-store")
	return p.Status
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// writeJSON encodes, answers 304 to a matching If-None-Match and compresses.
func (s *Server) writeJSON(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx, code int, out any) int {
	var body []byte
	var tag string
	if shared, ok := out.(interface {
		Encoded() ([]byte, string, error)
	}); ok {
		var err error
		if body, tag, err = shared.Encoded(); err != nil {
			return s.writeProblem(fc, err, c)
		}
	} else {
		buf, _ := buffers.Get().(*bytes.Buffer)
		defer func() { buf.Reset(); buffers.Put(buf) }()
		if err := endpoint.Encode(buf, out); err != nil {
			return s.writeProblem(fc, err, c)
		}
		body = buf.Bytes()
	}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && code == http.StatusOK && c.Header.Get("ETag") == "" {
		if tag == "" {
			tag = endpoint.Tag(body)
		}
		fc.Set(fiber.HeaderETag, tag)
		if endpoint.NoneMatch(fc.Get("If-None-Match"), tag) {
			fc.Status(http.StatusNotModified)
			return http.StatusNotModified
		}
	}
	fc.Status(code)
	fc.Set(fiber.HeaderContentType, "application/json")
	squeeze(fc, body)
	return code
}

// encoding is the compression the caller takes, "" for none: one who says
// nothing gets the bytes as they are, as programs expect.
func encoding(fc *fiber.Ctx) string {
	if fc.Get(fiber.HeaderAcceptEncoding) == "" {
		return ""
	}
	return fc.AcceptsEncodings("br", "gzip")
}

// squeeze sets the body, compressed if that is wanted and worth it.
func squeeze(fc *fiber.Ctx, body []byte) {
	fc.Vary(fiber.HeaderAcceptEncoding)
	if len(body) < 1024 {
		fc.Response().SetBody(body)
		return
	}
	switch encoding(fc) {
	case "br":
		fc.Set(fiber.HeaderContentEncoding, "br")
		fc.Response().SetBodyRaw(fasthttp.AppendBrotliBytesLevel(nil, body, 3))
	case "gzip":
		fc.Set(fiber.HeaderContentEncoding, "gzip")
		fc.Response().SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, body, fasthttp.CompressBestSpeed))
	default:
		fc.Response().SetBody(body)
	}
}

func (s *Server) writeStream(fc *fiber.Ctx, code int, out *endpoint.Stream) outcome {
	fc.Status(code)
	if out.Body == nil {
		fc.Response().Header.SetContentLength(int(out.Length))
		return outcome{code: code}
	}
	if fc.Method() == http.MethodHead {
		_ = out.Body.Close() // nothing of it is wanted
		fc.Response().Header.SetContentLength(int(out.Length))
		fc.Response().SkipBody = true
		return outcome{code: code}
	}
	body := &outgoing{r: out.Body, conn: fc.Context().Conn(), left: out.Length}
	fc.Response().SetBodyStream(body, int(out.Length))
	return outcome{code: code, streaming: true, body: body}
}

// outgoing pushes the connection's deadline on while a slow reader takes a
// large answer, and ends the request's context when it is through.
type outgoing struct {
	r       io.ReadCloser
	conn    net.Conn
	left    int64
	release context.CancelFunc
}

func (o *outgoing) Read(p []byte) (int, error) {
	if o.conn != nil {
		_ = o.conn.SetWriteDeadline(time.Now().Add(stall)) // a dead connection shows on write
	}
	n, err := o.r.Read(p)
	if o.left -= int64(n); err == io.EOF && o.left > 0 {
		err = fault.New(fault.Unavailable, "storage_unavailable") // never a short body in silence
	}
	return n, err
}

// Close is called by the server in every case.
func (o *outgoing) Close() error {
	if o.release != nil {
		o.release()
	}
	return o.r.Close()
}
