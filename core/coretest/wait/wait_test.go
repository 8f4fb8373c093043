package wait_test

import (
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
)

// TestWhatComesIsHandedOver as soon as it is there.
func TestWhatComesIsHandedOver(t *testing.T) {
	t.Parallel()
	looks := 0
	wait.Until(t, "the third look", func() bool { looks++; return looks == 3 })
	if looks != 3 {
		t.Errorf("looked %d times", looks)
	}
	sent := make(chan string, 1)
	var group sync.WaitGroup
	group.Go(func() { sent <- "a word" })
	wait.All(t, "the sender", &group)
	if got := wait.Receive(t, "the word", sent); got != "a word" {
		t.Errorf("received %q", got)
	}
	if got := wait.Line(t, "a line", io.MultiReader(strings.NewReader("first\nsecond\n"))); got != "first" {
		t.Errorf("read %q", got)
	}
	child := exec.Command("go", "version")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if err := wait.Exit(t, "the child", child); err != nil {
		t.Error(err)
	}
	var walked []string
	wait.Pages(t, "the pages", func(cursor string) string {
		walked = append(walked, cursor)
		return []string{"b", "c", ""}[len(walked)-1]
	})
	if strings.Join(walked, ",") != ",b,c" {
		t.Errorf("walked %q", walked)
	}
}
