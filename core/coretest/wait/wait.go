package wait

import (
	"bufio"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// Bound is the longest any test waits for one thing. It is far longer than a
// busy machine needs, so it is reached only when what is awaited never comes.
const Bound = time.Minute

// step is the pause between two looks at a condition.
const step = 5 * time.Millisecond

// Until looks again and again until ok holds; what completes the sentence
// "waited for …".
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(Bound); !ok(); time.Sleep(step) {
		if time.Now().After(end) {
			t.Fatalf("waited %v for %s", Bound, what)
		}
	}
}

// Receive takes one value from the channel, or its zero value once it is closed.
func Receive[T any](t testing.TB, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(Bound):
		t.Fatalf("waited %v for %s", Bound, what)
		panic("unreachable")
	}
}

// All waits for every goroutine of the group.
func All(t testing.TB, what string, group *sync.WaitGroup) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	Receive(t, what, done)
}

// Line is the first line a child process prints, without its end.
func Line(t testing.TB, what string, from io.Reader) string {
	t.Helper()
	type result struct {
		line string
		err  error
	}
	read := make(chan result, 1)
	go func() {
		line, err := bufio.NewReader(from).ReadString('\n')
		read <- result{line, err}
	}()
	r := Receive(t, what, read)
	if r.err != nil {
		t.Fatalf("%s: %q, %v", what, r.line, r.err)
	}
	return strings.TrimSuffix(r.line, "\n")
}

// Exit waits for the end of a started process; one that does not end in time
// is killed and fails the test.
func Exit(t testing.TB, what string, process *exec.Cmd) error {
	t.Helper()
	kill := time.AfterFunc(Bound, func() {
		t.Errorf("waited %v for %s", Bound, what)
		_ = process.Process.Kill()
	})
	defer kill.Stop()
	return process.Wait()
}

// maxPages is more than any list of a test has.
const maxPages = 1000

// Pages walks a list: page reads the page at the cursor and answers the next
// cursor, "" after the last page.
func Pages(t testing.TB, what string, page func(cursor string) (next string)) {
	t.Helper()
	cursor := ""
	for range maxPages {
		if cursor = page(cursor); cursor == "" {
			return
		}
	}
	t.Fatalf("%s: no last page after %d", what, maxPages)
}
