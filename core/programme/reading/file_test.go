package reading_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
)

// TestWhatIsNoTextIsRefused, however it is called.
func TestWhatIsNoTextIsRefused(t *testing.T) {
	t.Parallel()
	for name, body := range map[string][]byte{
		"bytes":      {0xff, 0xfe, 0x00},
		"an archive": []byte("PK\x03\x04\x00"),
		"too much":   bytes.Repeat([]byte("a"), reading.MaxFile+1),
	} {
		if _, err := reading.Plain(body); !fault.HasCode(err, "resolution_unreadable") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s, err := reading.Plain([]byte("I. NHIỆM VỤ")); err != nil || s != "I. NHIỆM VỤ" {
		t.Errorf("%q, %v", s, err)
	}
}

// TestATextOfNothingButLinesCostsLittle: each line is looked at, and a joined paragraph is
// copied with every line, so a megabyte of single letters took 11 s of processor in the
// server. What stands behind that many lines is not read.
func TestATextOfNothingButLinesCostsLittle(t *testing.T) {
	t.Parallel()
	const most = 20_000
	for _, line := range []string{"a\n", "I. a\n", "1.1.1.1\n", "a|b|c\n"} {
		if r := reading.Parse(strings.Repeat(line, reading.MaxText/len(line))); len(r.Lines) != most {
			t.Errorf("%q: %d lines are read", line, len(r.Lines))
		}
	}
	if r := reading.Parse(strings.Repeat("\n", most-2) + "I. NHIỆM VỤ\n1. Tuyên truyền."); len(r.Lines) != most || len(r.Clauses) != 1 {
		t.Errorf("%d lines, %+v", len(r.Lines), r.Clauses)
	}
}

// FuzzReading holds what is read of any text to its promises: lines it names are
// there, ids come once, the same text reads the same.
func FuzzReading(f *testing.F) {
	names, _ := texts.ReadDir("testdata")
	for _, n := range names {
		if raw, err := texts.ReadFile("testdata/" + n.Name()); err == nil && strings.HasSuffix(n.Name(), ".txt") {
			f.Add(string(raw))
		}
	}
	f.Add("I. NHIỆM VỤ\n1. A\n1. B\n" + strings.Repeat("a) Làm tốt, tăng cường việc; ", 50))
	f.Fuzz(func(t *testing.T, s string) {
		r := reading.Parse(s)
		seen := map[string]bool{}
		for _, c := range r.Clauses {
			if seen[c.ID] {
				t.Fatalf("%s twice", c.ID)
			}
			seen[c.ID] = true
			if c.Text == "" || c.From < 1 || c.To < c.From || c.To > len(r.Lines) {
				t.Fatalf("%+v of %d lines", c, len(r.Lines))
			}
		}
		if again := outline(reading.Parse(s), true); again != outline(r, true) {
			t.Fatal("read otherwise the second time")
		}
	})
}
