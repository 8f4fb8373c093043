package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/web"
)

// slowStrangers is how many hang on at once.
const slowStrangers = 2000

// TestSlowStrangersStopNobody: two thousand who are not signed in hang on in
// every way a request can hang, and those signed in read and write, and others
// come to the sign-in, as if they were not there.
func TestSlowStrangersStopNobody(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		head := " HTTP/1.1\r\nHost: an.localhost\r\nContent-Type: application/json\r\n"
		ways := []string{
			"POST /api/v1/session HTTP/1.1\r\nHost: an.lo",                                    // a head that does not end
			"POST /api/v1/session" + head + "Content-Length: 4000\r\n\r\n{",                   // a body that does not come
			"POST /api/v1/session" + head + "Transfer-Encoding: chunked\r\n\r\n400\r\n{",      // one that comes in pieces
			"POST /api/v1/session/link" + head + "Transfer-Encoding: chunked\r\n\r\n400\r\n{", // the other door
			"POST /api/v1/records/demo.visit" + head + "Content-Length: 60000\r\n\r\n" + strings.Repeat(" ", 9000),
			"PATCH /api/v1/uploads/upl_x" + head + "Authorization: Bearer x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{",
		}
		hang(t, s.Addr, ways, slowStrangers)
		c := s.client(coretest.Officer)
		for range 20 {
			c.Do(http.MethodGet, "/me", nil).Want(t, 200)
			c.Do(http.MethodPost, "/records/demo.visit", map[string]any{"unit": s.known["X1"], "fields": map[string]any{"title": "Thăm"}}).Want(t, 201)
		}
		res := s.client("").Do(http.MethodPost, "/session", `{"login":"nobody","password":"wrong-password"}`).Want(t, http.StatusUnauthorized)
		if p := problemOf(t, res); p.Code == "province_busy" {
			t.Error("the sign-in is closed")
		}
	})
}

// hang opens n connections, sends on each the beginning of a request, and holds
// them to the end of the test.
func hang(t *testing.T, addr string, ways []string, n int) {
	t.Helper()
	var dials sync.WaitGroup
	lane := make(chan struct{}, 50)
	for i := range n {
		lane <- struct{}{}
		dials.Go(func() {
			defer func() { <-lane }()
			conn, err := net.DialTimeout("tcp", addr, wait.Bound)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { _ = conn.Close() }) // nothing is read from it
			_ = conn.SetDeadline(time.Now().Add(wait.Bound))
			if _, err := fmt.Fprint(conn, ways[i%len(ways)]); err != nil {
				t.Error(err)
			}
		})
	}
	dials.Wait()
}

// TestSlowUploadsCountAgainstNoRead: with one act at a time a province still
// takes in slow uploads beside it; who has sixteen under way is told to wait,
// others go on, and a place comes free.
func TestSlowUploadsCountAgainstNoRead(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s := r.Serve(web.Options{InFlight: 1, Log: quiet})
		c, leader := s.As(coretest.An, coretest.Officer), s.As(coretest.An, coretest.Leader)
		const most = 16
		ended := make(chan int, most)
		var lines []*io.PipeWriter
		slow := func() {
			begun := c.Do(http.MethodPost, "/uploads", nil, tus("Upload-Length", "1000", "Upload-Metadata", meta("filename", "a.pdf"))...).Want(t, 201)
			bytes, line := io.Pipe()
			lines = append(lines, line)
			location := at(t, begun, "header:Location")
			go func() {
				ended <- c.Do(http.MethodPatch, "/uploads/"+location, bytes, tus("Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")...).Status
			}()
			if _, err := line.Write([]byte("%PDF-1.4")); err != nil {
				t.Fatal(err)
			}
		}
		for range most {
			slow()
		}
		wait.Until(t, "the uploads to have come in", func() bool { return s.Receiving(coretest.An) == most })
		c.Do(http.MethodGet, "/me", nil).Want(t, 200)
		leader.Do(http.MethodGet, "/me", nil).Want(t, 200)
		over := c.Do(http.MethodPatch, "/uploads/upl_x", "", tus("Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")...)
		if p := problemOf(t, over); over.Status != http.StatusTooManyRequests || p.Code != "person_busy" {
			t.Errorf("the 17th: %d %s", over.Status, p.Code)
		}
		for _, line := range lines {
			_ = line.Close()
		}
		for range most {
			if status := wait.Receive(t, "an upload to end", ended); status != http.StatusNoContent {
				t.Errorf("an upload ended with %d", status)
			}
		}
	})
}
