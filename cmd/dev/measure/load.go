package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// Connections is how many clients ask at once (DESIGN §13).
const Connections = 16

// mostFailures ends a measurement: what fails is not worth timing.
const mostFailures = 50

// Pace is how long one Figure is measured, and how long it runs before that.
type Pace struct{ Warm, For time.Duration }

// Sample is what one measurement came to.
type Sample struct {
	Count         int
	PerSecond     float64
	P50, P95, P99 time.Duration
}

// Load asks from every connection, without a pause, until its time is over.
// What began while warming up does not count. It ends when ctx does.
func Load(ctx context.Context, p Pace, ask func(n int64) error) (Sample, error) {
	var next, failed atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	var first error
	begin := time.Now().Add(p.Warm)
	end := begin.Add(p.For)
	var group sync.WaitGroup
	for range Connections {
		group.Go(func() {
			var own []time.Duration
			for failed.Load() < mostFailures && ctx.Err() == nil {
				at := time.Now()
				if at.After(end) {
					break
				}
				if err := ask(next.Add(1)); err != nil {
					if failed.Add(1) == 1 {
						mu.Lock()
						first = err
						mu.Unlock()
					}
					continue
				}
				if at.After(begin) {
					own = append(own, time.Since(at))
				}
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	group.Wait()
	s := summarize(took, time.Since(begin))
	switch {
	case ctx.Err() != nil:
		return s, fmt.Errorf("not enough time: %w", ctx.Err())
	case first != nil:
		return s, fmt.Errorf("%d of %d requests failed, the first: %w", failed.Load(), next.Load(), first)
	case s.Count == 0:
		return s, errors.New("nothing was answered in time")
	}
	return s, nil
}

// summarize sorts took.
func summarize(took []time.Duration, within time.Duration) Sample {
	slices.Sort(took)
	s := Sample{Count: len(took), P50: percentile(took, 50), P95: percentile(took, 95), P99: percentile(took, 99)}
	if within > 0 {
		s.PerSecond = float64(len(took)) / within.Seconds()
	}
	return s
}

// percentile is the smallest of sorted that p % of them do not exceed.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := (len(sorted)*p + 99) / 100
	return sorted[max(rank, 1)-1]
}

// Caller asks one server with one token over Connections that stay open.
type Caller struct {
	client *fasthttp.HostClient
	host   string // what the server is asked as
	bearer string
}

// NewCaller asks the server on a port of this machine as host, with a token or "".
func NewCaller(port int, host, bearer string) *Caller {
	return &Caller{host: host, bearer: bearer, client: &fasthttp.HostClient{Addr: fmt.Sprintf("127.0.0.1:%d", port),
		MaxConns: Connections, MaxConnWaitTimeout: time.Minute, ReadTimeout: time.Minute, WriteTimeout: time.Minute, MaxIdleConnDuration: time.Minute}}
}

// As is the same server asked by somebody else.
func (c *Caller) As(bearer string) *Caller { return &Caller{c.client, c.host, bearer} }

// Ask sends one request and throws the answer away.
func (c *Caller) Ask(method, path string, body []byte) error {
	_, err := c.Exchange(method, path, body, nil)
	return err
}

// Upload sends a file in a form with fields; keep gets the answer's body.
func (c *Caller) Upload(path string, fields map[string]string, name string, file []byte, keep func(body []byte) error) error {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for field, value := range fields {
		if err := w.WriteField(field, value); err != nil {
			return err
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	_, err = c.exchange(http.MethodPost, path, w.FormDataContentType(), form.Bytes(), keep)
	return err
}

// Exchange sends one request; keep gets the answer's body, which is only valid
// within it. A status past 299 is an error that tells the beginning of the answer.
func (c *Caller) Exchange(method, path string, body []byte, keep func(body []byte) error) (status int, err error) {
	return c.exchange(method, path, "application/json", body, keep)
}

func (c *Caller) exchange(method, path, as string, body []byte, keep func(body []byte) error) (status int, err error) {
	req, res := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(res)
	req.SetRequestURI("http://" + c.host + path)
	req.Header.SetMethod(method)
	req.Header.Set("Accept-Encoding", "identity") // nobody is measured compressing
	if c.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+c.bearer)
	}
	if body != nil {
		req.Header.SetContentType(as)
		req.Header.Set("Prefer", "return=minimal")
		req.SetBody(body)
	}
	if err := c.client.Do(req, res); err != nil {
		return 0, err
	}
	if status = res.StatusCode(); status > 299 {
		return status, fmt.Errorf("%s %s: %d %.300s", method, path, status, res.Body())
	}
	if keep != nil {
		return status, keep(res.Body())
	}
	return status, nil
}
