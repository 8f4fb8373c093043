package blobtest

import (
	"net"
	"sync"
	"testing"
	"time"
)

// Line is a TCP line to a server that a test can spoil. It knows nothing of
// what is said on it, so it fails as lines do: anywhere.
type Line struct {
	Addr string // dial this instead of the server

	to      string
	mu      sync.Mutex
	open    map[net.Conn]bool
	refused bool
	deaf    bool
	cuts    []int64
	slow    time.Duration
	cut     int // cuts that have happened
}

// NewLine makes a line that passes everything; it ends with the test.
func NewLine(t testing.TB, to string) *Line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{Addr: listener.Addr().String(), to: to, open: map[net.Conn]bool{}}
	var group sync.WaitGroup
	group.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			group.Go(func() { l.carry(client) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		l.Refuse()
		group.Wait()
	})
	return l
}

// Pass mends the line.
func (l *Line) Pass() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused, l.deaf, l.cuts, l.slow = false, false, nil, 0
}

// Refuse ends every connection and takes no new one.
func (l *Line) Refuse() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused = true
	for c := range l.open {
		reset(c)
	}
}

// CutAfter resets a connection once so many bytes have gone to the server, on
// all connections together; each further number counts from the cut before.
func (l *Line) CutAfter(bytes ...int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cuts = append(l.cuts, bytes...)
}

// LoseAnswer lets the server hear the next request and resets the connection
// when it answers.
func (l *Line) LoseAnswer() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deaf = true
}

// Slow lets every piece to the server wait.
func (l *Line) Slow(wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.slow = wait
}

// Cuts is how often the line was cut by CutAfter and LoseAnswer.
func (l *Line) Cuts() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cut
}

func (l *Line) carry(client net.Conn) {
	server, err := net.Dial("tcp", l.to)
	if err != nil || !l.hold(client, server) {
		reset(client)
		if err == nil {
			reset(server)
		}
		return
	}
	defer l.drop(client, server)
	back := make(chan struct{})
	go func() {
		defer close(back)
		l.pump(client, server, l.heard)
		_ = client.Close()
	}()
	l.pump(server, client, l.sent)
	_ = server.Close()
	<-back
}

// pump moves bytes until one side ends or pass says to cut.
func (l *Line) pump(to, from net.Conn, pass func(n int) (int, bool)) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			allowed, cut := pass(n)
			if _, werr := to.Write(buf[:allowed]); werr != nil {
				return
			}
			if cut {
				reset(to)
				reset(from)
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// sent says how many of n bytes go to the server and whether the line is cut then.
func (l *Line) sent(n int) (int, bool) {
	l.mu.Lock()
	wait := l.slow
	defer func() { l.mu.Unlock(); time.Sleep(wait) }()
	if len(l.cuts) == 0 {
		return n, false
	}
	if int64(n) < l.cuts[0] {
		l.cuts[0] -= int64(n)
		return n, false
	}
	n = int(l.cuts[0])
	l.cuts = l.cuts[1:]
	l.cut++
	return n, true
}

func (l *Line) heard(n int) (int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.deaf {
		return n, false
	}
	l.deaf = false
	l.cut++
	return 0, true
}

func (l *Line) hold(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused {
		return false
	}
	for _, c := range conns {
		l.open[c] = true
	}
	return true
}

func (l *Line) drop(conns ...net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(l.open, c)
	}
}

// reset ends a connection so that the other side sees an error, not an end.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
