package statement_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

var (
	key   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	other = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
)

// sample is a province of two communes: a count, a share, and a coverage of
// which one commune took over the area of a unit outside.
func sample() *statement.Statement {
	day, _ := calendar.ParseDate("2026-03-10")
	s := &statement.Statement{
		Head: statement.Head{Format: statement.Format, Province: "an", ID: "cls_1", Unit: "u0", UnitName: "Tỉnh An", Period: "2026-H1", Edition: 1, By: "per_1", ByName: "Nguyễn Văn An"},
		Units: []statement.Unit{{ID: "u0", Path: "/aa/", Name: "Tỉnh An"}, {ID: "u1", Path: "/aa/01/", Name: "Xã Một"}, {ID: "u2", Path: "/aa/02/", Name: "Xã Hai"},
			{ID: "u9", Path: "/bb/", Name: "Xã Cũ", Heir: "u2"}},
		Records: []statement.Record{
			{ID: "r1", Kind: "demo.visit", Version: 3, Evidence: []statement.Evidence{{Document: "d1", Version: 1, Slot: "report", SHA256: strings.Repeat("a1", 32)}}},
			{ID: "r2", Kind: "demo.visit", Version: 2}},
	}
	rests := func(i int) string { return s.Records[i].Digest() }
	two := func(num1, den1, proven1, num2, den2 int64, at string, cover bool) []statement.Contribution {
		return []statement.Contribution{
			{Record: "r1", Rests: rests(0), Unit: "u1", Day: day, Num: num1, Den: den1, Proven: proven1, Cover: cover},
			{Record: "r2", Rests: rests(1), Unit: at, Day: day, Num: num2, Den: den2, Cover: cover}}
	}
	s.Measures = []statement.Measure{
		{Code: "demo.met", Kind: manifest.MeasureSum, In: "people", Contributions: two(1200000, 0, 1200000, 300000, 0, "u2", false)},
		{Code: "demo.done", Kind: manifest.MeasureRatio, In: "percent", Target: &manifest.Target{Op: ">=", Value: 100}, Contributions: two(1000, 1000, 1000, 0, 1000, "u2", false)},
		{Code: "demo.reached", Kind: manifest.MeasureCoverage, In: "percent", Need: 1, Must: []string{"u1", "u2"}, Contributions: two(1, 0, 1, 1, 0, "u9", true)},
	}
	s.Compute()
	return s
}

func signed(t *testing.T, s *statement.Statement, by ed25519.PrivateKey) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, _, err := statement.Write(&out, s, by); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func verify(t *testing.T, raw []byte) *statement.Report {
	t.Helper()
	r, err := statement.Verify(bytes.NewReader(raw), statement.Public(key))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFiguresFollowFromContributions(t *testing.T) {
	t.Parallel()
	s := sample()
	want := map[string]string{
		"demo.met u0": "1500 = 1200 + 300 (1500/0)", "demo.met u1": "1200 = 1200 + 0 (1200/0)", "demo.met u2": "300 = 0 + 300 (300/0)",
		"demo.done u0": "50 = 50 + 0 (1/2)", "demo.done u1": "100 = 100 + 0 (1/1)", "demo.done u2": "0 = 0 + 0 (0/1)",
		"demo.reached u0": "100 = 50 + 50 (2/2)", "demo.reached u1": "100 = 100 + 0 (1/1)", "demo.reached u2": "100 = 0 + 100 (1/1)",
	}
	for _, m := range s.Measures {
		for _, f := range m.Figures {
			if got := f.String(); got != want[m.Code+" "+f.Unit] {
				t.Errorf("%s at %s is %s, want %s", m.Code, f.Unit, got, want[m.Code+" "+f.Unit])
			}
			delete(want, m.Code+" "+f.Unit)
		}
	}
	if len(want) > 0 {
		t.Errorf("not reckoned: %v", want)
	}
}

func TestASoundStatementVerifies(t *testing.T) {
	t.Parallel()
	raw := signed(t, sample(), key)
	if r := verify(t, raw); len(r.Problems) > 0 || r.Measures != 3 || r.Figures != 9 || r.Contributions != 6 {
		t.Errorf("a sound statement: %+v", r)
	}
	if again := signed(t, sample(), key); !bytes.Equal(again, raw) {
		t.Error("the same figures are not the same bytes")
	}
	s := sample()
	first, _ := s.Seen()
	s.Head.By, s.Head.Edition = "per_2", 2
	if second, _ := s.Seen(); second != first {
		t.Error("what is closed depends on who closes it")
	}
	s.Measures[0].Contributions[0].Num++
	if third, _ := s.Seen(); third == first {
		t.Error("another contribution is the same closing")
	}
}

// TestEveryForgeryIsFoundAndNamed forges the file in each way and asks that the
// report names where.
func TestEveryForgeryIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	replaced := func(old, new string) func(raw string) string {
		return func(raw string) string { return strings.Replace(raw, old, new, 1) }
	}
	without := func(part string) func(raw string) string {
		return func(raw string) string {
			lines := strings.SplitAfter(raw, "\n")
			i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, part) })
			return strings.Join(slices.Delete(lines, i, i+1), "")
		}
	}
	doubled := func(part string) func(raw string) string {
		return func(raw string) string {
			lines := strings.SplitAfter(raw, "\n")
			i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, part) })
			return strings.Join(slices.Insert(lines, i, lines[i]), "")
		}
	}
	for name, c := range map[string]struct {
		forge func(raw string) string
		want  statement.Problem
	}{
		"a contribution doubled":      {doubled(`"unit":"u2","day":"2026-03-10","num":300000`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u0", Written: "1500 = 1200 + 300 (1500/0)", Reckons: "1800 = 1200 + 600 (1800/0)"}},
		"a figure doubled":            {doubled(`"figure":{"unit":"u2","num":300000`), statement.Problem{What: statement.BadCount, Of: "demo.met"}},
		"a record doubled":            {doubled(`{"record":{"id":"r2"`), statement.Problem{What: statement.BadDigest, Of: statement.OfRecords}},
		"a unit doubled":              {doubled(`"name":"Xã Hai"`), statement.Problem{What: statement.BadDigest, Of: statement.OfUnits}},
		"a digit of a figure":         {replaced(`"value":1500`, `"value":1600`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u0", Written: "1600 = 1200 + 300 (1500/0)", Reckons: "1500 = 1200 + 300 (1500/0)"}},
		"a digit of a contribution":   {replaced(`"num":300000`, `"num":400000`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u2", Written: "300 = 0 + 300 (300/0)", Reckons: "400 = 0 + 400 (400/0)"}},
		"claimed turned into proven":  {replaced(`"proven":1200,"claimed":300`, `"proven":1500,"claimed":0`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u0", Written: "1500 = 1500 + 0 (1500/0)", Reckons: "1500 = 1200 + 300 (1500/0)"}},
		"a contribution taken out":    {without(`"unit":"u2","day":"2026-03-10","num":300000`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u0", Written: "1500 = 1200 + 300 (1500/0)", Reckons: "1200 = 1200 + 0 (1200/0)"}},
		"a contribution of nothing":   {without(`"unit":"u9"`), statement.Problem{What: statement.BadCount, Of: "demo.reached"}},
		"a figure taken out":          {without(`"figure":{"unit":"u2","num":300000`), statement.Problem{What: statement.BadFigure, Of: "demo.met", Unit: "u2", Reckons: "300 = 0 + 300 (300/0)"}},
		"an evidence hash swapped":    {replaced(strings.Repeat("a1", 32), strings.Repeat("b2", 32)), statement.Problem{What: statement.BadEvidence, Of: "demo.met", Unit: "u1", Record: "r1"}},
		"an evidence version swapped": {replaced(`"document":"d1","version":1`, `"document":"d1","version":2`), statement.Problem{What: statement.BadEvidence, Of: "demo.met", Unit: "u1", Record: "r1"}},
		"a record taken out":          {without(`{"record":{"id":"r2"`), statement.Problem{What: statement.BadRecord, Of: "demo.met", Unit: "u2", Record: "r2"}},
		"a target lowered":            {replaced(`"value":100},"count"`, `"value":10},"count"`), statement.Problem{What: statement.BadDigest, Of: "demo.done"}},
		"a unit renamed":              {replaced(`"name":"Xã Hai"`, `"name":"Xã Ba"`), statement.Problem{What: statement.BadDigest, Of: statement.OfUnits}},
		"another who closed it":       {replaced("Nguyễn Văn An", "Nguyễn Văn Ba"), statement.Problem{What: statement.BadHash}},
		"another day in a period":     {replaced(`"2026-H1"`, `"2026-H2"`), statement.Problem{What: statement.BadHash}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := string(signed(t, sample(), key))
			forged := c.forge(raw)
			if forged == raw {
				t.Fatal("nothing was forged")
			}
			r := verify(t, []byte(forged))
			if !slices.ContainsFunc(r.Problems, func(p statement.Problem) bool { return names(p, c.want) }) {
				t.Errorf("not named as %+v: %+v", c.want, r.Problems)
			}
		})
	}
}

// names reports whether a problem says all that is wanted of it.
func names(p, want statement.Problem) bool {
	return p.What == want.What && p.Of == want.Of && p.Unit == want.Unit && p.Record == want.Record &&
		(want.Written == "" || p.Written == want.Written) && (want.Reckons == "" || p.Reckons == want.Reckons)
}

// TestAForgerWhoReckonsCannotSign changes a contribution, the figures that follow
// and all hashes: only the signature is left to tell.
func TestAForgerWhoReckonsCannotSign(t *testing.T) {
	t.Parallel()
	s := sample()
	s.Measures[0].Contributions[1].Num = 900000
	s.Compute()
	forged := signed(t, s, other)
	r := verify(t, forged)
	if len(r.Problems) != 1 || r.Problems[0].What != statement.BadKey {
		t.Errorf("signed by another key: %+v", r.Problems)
	}
	mine := strings.Replace(string(forged), statement.Public(other), statement.Public(key), 1)
	if r := verify(t, []byte(mine)); len(r.Problems) != 1 || r.Problems[0].What != statement.BadSignature {
		t.Errorf("signed by another key that says it is ours: %+v", r.Problems)
	}
	unknown, err := statement.Verify(bytes.NewReader(forged), "")
	if err != nil || len(unknown.Problems) > 0 || unknown.Key != statement.Public(other) {
		t.Errorf("without a key to hold it against: %+v %v", unknown, err)
	}
}

func TestWhatIsNoStatementIsRefused(t *testing.T) {
	t.Parallel()
	whole := string(signed(t, sample(), key))
	lines := strings.SplitAfter(whole, "\n")
	for name, raw := range map[string]string{
		"nothing": "", "no JSON": "x\n", "no head": strings.Join(lines[1:], ""), "no seal": strings.Join(lines[:len(lines)-2], ""),
		"two seals": whole + lines[len(lines)-2], "a field nobody knows": strings.Replace(whole, `"edition":1`, `"edition":1,"x":1`, 1),
	} {
		if _, err := statement.Verify(strings.NewReader(raw), ""); err == nil || fault.Of(err).Code != "closing.not_a_statement" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{"x", base64.StdEncoding.EncodeToString([]byte("short"))} {
		if _, err := statement.Verify(strings.NewReader(whole), bad); err == nil || fault.Of(err).Code != "closing.not_a_key" {
			t.Errorf("the key %q: %v", bad, err)
		}
	}
}
