package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/text"
)

// Question is what somebody looks for.
type Question struct {
	Words    string // in any order, the last one perhaps only begun, accents optional; at most 200 characters
	Under    string // unit id: only what is kept or addressed there or below
	Kind     string // of records; "" for all
	From, To calendar.Date
	Limit    int // of each sort of thing, 1–50, default 10
}

// Bounds of a question.
const (
	mostTyped    = 200 // characters
	mostAsked    = 16  // words: the rest of a long title narrows no more
	defaultLimit = 10
	maxLimit     = 50
	candidates   = 200 // things looked at to put the best first
)

// asked is a question ready to be compared with.
type asked struct {
	words []string // as typed
	plain []string // without marks
	limit int
}

// read makes it ready. Fault: Invalid for what is no text, or too long.
func (q Question) read() (asked, error) {
	if _, problems := kind.Tidy("q", q.Words); len(problems) > 0 {
		return asked{}, fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
	}
	if utf8.RuneCountInString(q.Words) > mostTyped {
		return asked{}, fault.New(fault.Invalid, "too_long", fault.Field("q"))
	}
	a := asked{limit: min(max(q.Limit, 0), maxLimit)}
	if a.limit == 0 {
		a.limit = defaultLimit
	}
	a.words = text.Words(q.Words)
	a.words = a.words[:min(len(a.words), mostAsked)]
	for _, w := range a.words {
		a.plain = append(a.plain, text.Fold(w))
	}
	return a, nil
}

// typed is the question as text again.
func (a asked) typed() string { return strings.Join(a.words, " ") }

// accented reports whether marks were typed.
func (a asked) accented() bool { return !slices.Equal(a.words, a.plain) }

// score says how well words that are shown (a title, a number, a description) answer:
// words beside each other as asked, with the accents typed, and little else.
func (a asked) score(shown string) float64 {
	if len(a.words) == 0 {
		return 0
	}
	have := text.Words(shown)
	plain := make([]string, len(have))
	at := map[string][]int{}
	for i, w := range have {
		plain[i] = text.Fold(w)
		at[plain[i]] = append(at[plain[i]], i)
	}
	n, found, exact, beside := len(a.words), 0, 0, 0
	var before []int
	for i, w := range a.plain {
		here := at[w]
		if here == nil && i == n-1 { // perhaps only begun
			for p, h := range plain {
				if strings.HasPrefix(h, w) {
					here = append(here, p)
				}
			}
		}
		if len(here) > 0 {
			found++
		}
		if slices.ContainsFunc(here, func(p int) bool { return have[p] == a.words[i] }) {
			exact++
		}
		if slices.ContainsFunc(here, func(p int) bool { return slices.Contains(before, p-1) }) {
			beside++
		}
		before = here
	}
	s := 10 * float64(found) / float64(n)
	if n > 1 {
		s += 8 * float64(beside) / float64(n-1)
	}
	if found == n {
		s += 3 * float64(min(n, len(have))) / float64(len(have))
	}
	if a.accented() {
		s += 4 * float64(exact) / float64(n)
	}
	return s
}

// called reports whether the question is, or holds, a number as papers have it.
func (a asked) called(number string) bool {
	of := text.Words(number)
	if len(of) < 2 || len(of) > len(a.plain) {
		return false
	}
	for i := range of {
		of[i] = text.Fold(of[i])
	}
	for i := 0; i+len(of) <= len(a.plain); i++ {
		if slices.Equal(a.plain[i:i+len(of)], of) {
			return true
		}
	}
	return false
}
