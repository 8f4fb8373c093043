package child_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/doanket/doanket/core/upload/archive"
	"github.com/doanket/doanket/core/upload/child"
)

// readers are what a stranger's file may make of a reader. Each gives up by itself far
// beyond the bounds, so that a bound that holds nothing is seen.
var readers = map[string]child.Reader{
	"good": func(f *os.File, out io.Writer, args []string) error {
		body, err := io.ReadAll(io.NewSectionReader(f, 0, 1<<20))
		fmt.Fprintf(out, "%s %s", body, args)
		return err
	},
	"hungry": func(_ *os.File, out io.Writer, _ []string) error {
		var kept [][]byte
		for range 512 {
			kept = append(kept, make([]byte, 1<<20))
			for i := 0; i < 1<<20; i += 4096 {
				kept[len(kept)-1][i] = 1
			}
		}
		_, err := fmt.Fprint(out, len(kept))
		return err
	},
	"busy": func(*os.File, io.Writer, []string) error {
		for begun := time.Now(); time.Since(begun) < 30*time.Second; {
			continue
		}
		return nil
	},
	"spilling": func(*os.File, io.Writer, []string) error {
		f, err := os.CreateTemp("", "x")
		for n := 0; n < 64 && err == nil; n++ {
			_, err = f.Write(make([]byte, 1<<20))
		}
		return err
	},
	"falling": func(*os.File, io.Writer, []string) error { panic("a parser of others") },
	"nosy": func(_ *os.File, out io.Writer, args []string) error {
		_, err := os.ReadFile(args[0])
		fmt.Fprint(out, err == nil, len(os.Environ()))
		return nil
	},
	"dialing": func(_ *os.File, out io.Writer, args []string) error {
		for n, network := range []string{"tcp", "udp", "unix"} {
			c, err := net.DialTimeout(network, args[n], time.Second)
			if err == nil {
				_, err = c.Write([]byte("x"))
			}
			fmt.Fprint(out, network, err == nil, " ")
		}
		_, err := net.Listen("tcp", "127.0.0.1:0")
		fmt.Fprint(out, "listen", err == nil)
		return nil
	},
	"starting": func(_ *os.File, out io.Writer, _ []string) error {
		err := exec.Command("/proc/self/exe").Start() //nolint:gosec // what a reader must not
		fmt.Fprint(out, err == nil)
		return nil
	},
	"opening": func(_ *os.File, out io.Writer, _ []string) error {
		var kept []*os.File
		for len(kept) < 1000 {
			f, err := os.Open(os.TempDir())
			if err != nil {
				break
			}
			kept = append(kept, f)
		}
		_, err := fmt.Fprint(out, len(kept) < 100)
		return err
	},
	"leaving": func(_ *os.File, out io.Writer, _ []string) error {
		fmt.Fprint(out, os.TempDir())
		return os.WriteFile(filepath.Join(os.TempDir(), "x"), []byte("x"), 0o600)
	},
	"dumping": func(_ *os.File, out io.Writer, _ []string) error {
		var limit syscall.Rlimit
		err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit)
		fmt.Fprint(out, limit.Max)
		return err
	},
	"endless": func(_ *os.File, out io.Writer, _ []string) error {
		for {
			if _, err := out.Write(make([]byte, 64<<10)); err != nil {
				return err
			}
		}
	},
	"waiting": func(_ *os.File, out io.Writer, _ []string) error {
		time.Sleep(30 * time.Second)
		return nil
	},
}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-file" {
		child.Run(os.Args[2:], readers)
	}
	os.Exit(m.Run())
}

// read has the file read, and answers what was said and why no more.
func read(ctx context.Context, t *testing.T, args ...string) (string, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("tờ giấy"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := child.Start(ctx, child.Command{os.Args[0], "read-file"}, child.Bounds{Memory: 128 << 20, Processor: 2 * time.Second, File: 8 << 20}, f, args...)
	if err != nil {
		t.Fatal(err)
	}
	said, _ := io.ReadAll(p)
	return string(said), p.Wait()
}

// TestAReaderIsHeld whatever a file makes of it: to memory, to processor time, to files,
// and in none of them is the server hurt.
func TestAReaderIsHeld(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{"hungry": archive.ErrCostly, "busy": archive.ErrCostly, "spilling": child.ErrBroken, "falling": child.ErrBroken, "unknown": child.ErrBroken} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			said, err := read(t.Context(), t, name)
			if !errors.Is(err, want) {
				t.Errorf("%q, %v, want %v", said, err, want)
			}
			t.Logf("ended after %v", time.Since(begun))
		})
	}
	if said, err := read(t.Context(), t, "good", "một", "hai"); err != nil || said != "tờ giấy [một hai]" {
		t.Errorf("%q, %v", said, err)
	}
}

// TestAReaderSeesNothingElse: no environment of the server's but what it was given, no
// file of the host where the kernel can keep them away, and nothing is left behind.
func TestAReaderSeesNothingElse(t *testing.T) {
	t.Parallel()
	if !child.Keeps() {
		t.Log("this kernel has no Landlock: files are not kept away")
	}
	said, err := read(t.Context(), t, "nosy", "/etc/passwd")
	if want := fmt.Sprint(!child.Keeps(), 4); err != nil || strings.ReplaceAll(said, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("%q, %v, want %q", said, err, want)
	}
}

// TestAReaderEndsWithWhoWaits: it is ended, and what it kept is gone.
func TestAReaderEndsWithWhoWaits(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer end()
	begun := time.Now()
	if _, err := read(ctx, t, "waiting"); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
}

// TestAReaderReachesNobody: no network of any kind, no other program, though the host
// has them; few files at a time, no image of its memory, and nothing is left of it.
func TestAReaderReachesNobody(t *testing.T) {
	t.Parallel()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer udp.Close()
	unix, err := net.Listen("unix", "@"+filepath.Base(t.TempDir())+fmt.Sprint(os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close()
	for name, c := range map[string]struct {
		want string
		args []string
	}{
		"dialing":  {"tcpfalse udpfalse unixfalse listenfalse", []string{tcp.Addr().String(), udp.LocalAddr().String(), unix.Addr().String()}},
		"starting": {"false", nil},
		"opening":  {"true", nil},
		"dumping":  {"0", nil},
	} {
		if said, err := read(t.Context(), t, append([]string{name}, c.args...)...); err != nil || said != c.want {
			t.Errorf("%s: %q, %v, want %q", name, said, err, c.want)
		}
	}
	dir, err := read(t.Context(), t, "leaving")
	if err != nil || !strings.Contains(dir, "doanket-read-") {
		t.Errorf("%q, %v", dir, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left: %v", dir, err)
	}
}

// TestAReaderThatNobodyWaitsForEnds by itself, though it takes no processor time.
func TestAReaderThatNobodyWaitsForEnds(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	if said, err := read(t.Context(), t, "waiting"); !errors.Is(err, archive.ErrCostly) || said != "" {
		t.Errorf("%q, %v after %v", said, err, time.Since(begun))
	}
}

// TestAnEndlessAnswerEnds where its reader stops to listen.
func TestAnEndlessAnswerEnds(t *testing.T) {
	t.Parallel()
	f, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := child.Start(t.Context(), child.Command{os.Args[0], "read-file"}, child.Bounds{Memory: 128 << 20, Processor: 10 * time.Second}, f, "endless")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, p, 1<<20); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := p.Wait(); err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
}
