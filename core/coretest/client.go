package coretest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/web"
)

// Server is the rig's HTTP server on loopback.
type Server struct {
	*Rig
	Addr string // host:port
}

// Serve starts the HTTP server of the rig; it stops with the test.
func (r *Rig) Serve(o web.Options) *Server {
	r.t.Helper()
	o.Listen, o.BaseDomain = "127.0.0.1:0", BaseDomain
	if o.SessionRate == 0 {
		o.SessionRate, o.AddressRate = -1, -1
	}
	s, err := r.Web(o)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := s.Start(context.Background()); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			r.t.Error(err)
		}
	})
	return &Server{Rig: r, Addr: s.Addr()}
}

// Client speaks to one province as one person, by an API token.
type Client struct {
	t     testing.TB
	addr  string
	host  string
	token string
}

// As is a client of the province for the login; "" is nobody signed in.
func (s *Server) As(slug, login string) *Client {
	s.t.Helper()
	c := &Client{t: s.t, addr: s.Addr, host: slug + "." + BaseDomain}
	if login != "" {
		var err error
		if c.token, err = s.Token(s.In(slug), login, "test", nil, time.Time{}); err != nil {
			s.t.Fatal(err)
		}
	}
	return c
}

// HTTP is the client of every request a test sends: no answer is waited for
// longer than wait.Bound.
var HTTP = &http.Client{Timeout: wait.Bound}

// Response is an answer read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request; body may be nil, a string, bytes, a reader, or anything
// JSON can write. Headers come in pairs.
func (c *Client) Do(method, path string, body any, headers ...string) *Response {
	c.t.Helper()
	for try := 1; ; try++ {
		res, err := c.once(method, path, body, headers)
		if err == nil {
			return res
		}
		_, stream := body.(io.Reader)
		cut := errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
		if !cut || stream || try == 5 {
			c.t.Fatal(err)
		}
	}
}

// once sends the request one time. A server that refuses before it has read
// everything closes the line, and whoever is still writing may see only that:
// such a request is sent again, as browsers do.
func (c *Client) once(method, path string, body any, headers []string) (*Response, error) {
	reader, kind := encode(c.t, body)
	req, err := http.NewRequest(method, "http://"+c.addr+"/api/v1"+path, reader)
	if err != nil {
		return nil, err
	}
	req.Host = c.host
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	for n := 0; n+1 < len(headers); n += 2 {
		req.Header.Set(headers[n], headers[n+1])
	}
	res, err := HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return &Response{Status: res.StatusCode, Header: res.Header, Body: raw}, err
}

func encode(t testing.TB, body any) (io.Reader, string) {
	switch v := body.(type) {
	case nil:
		return nil, ""
	case string:
		return strings.NewReader(v), "application/json"
	case []byte:
		return bytes.NewReader(v), "application/offset+octet-stream"
	case io.Reader:
		return v, ""
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw), "application/json"
}

// Want fails the test unless the status is as given, and reads the body into v.
func (r *Response) Want(t testing.TB, status int, v ...any) *Response {
	t.Helper()
	if r.Status != status {
		t.Fatalf("status %d, want %d: %s", r.Status, status, r.Body)
	}
	for _, into := range v {
		if err := json.Unmarshal(r.Body, into); err != nil {
			t.Fatalf("body %q: %v", r.Body, err)
		}
	}
	return r
}

// At is the same client, token and all, at another province's host.
func (c *Client) At(slug string) *Client {
	other := *c
	other.host = slug + "." + BaseDomain
	return &other
}

// AtPort is the same client, asking at a port of the host as browsers name it.
func (c *Client) AtPort(port string) *Client {
	other := *c
	other.host += ":" + port
	return &other
}

// Read asks for a page for people, which is not below the API.
func (c *Client) Read(path string, headers ...string) *Response {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodGet, "http://"+c.addr+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Host = c.host
	for n := 0; n+1 < len(headers); n += 2 {
		req.Header.Set(headers[n], headers[n+1])
	}
	res, err := HTTP.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return &Response{Status: res.StatusCode, Header: res.Header, Body: raw}
}
