package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/text"
)

// Piece is a piece of a text that is shown; Hit is one that was asked for. There is no
// markup in it, so none can be smuggled in.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// Bounds of a passage.
const (
	passageWords = 32       // shown
	before       = 6        // words shown before the first that was asked for
	lookedAt     = 16 << 10 // bytes of a text looked through at a time
)

// spot is a word and where it stands.
type spot struct {
	from, to int
	plain    string
}

// spots are the words of s and where they stand, as text.Words finds them.
func spots(s string) []spot {
	var out []spot
	begin := -1
	end := func(at int) {
		if begin >= 0 {
			out = append(out, spot{begin, at, text.Fold(s[begin:at])})
		}
		begin = -1
	}
	for i, r := range s {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) {
			if begin < 0 {
				begin = i
			}
			continue
		}
		end(i)
	}
	end(len(s))
	return out
}

// hit reports whether a word is one of those asked for, by its place among them; -1 if
// not.
func (a asked) hit(plain string) int {
	if i := slices.Index(a.plain, plain); i >= 0 {
		return i
	}
	if last := len(a.plain) - 1; last >= 0 && strings.HasPrefix(plain, a.plain[last]) {
		return last
	}
	return -1
}

// marked is a text with the words that were asked for set apart.
func (a asked) marked(s string) []Piece { return a.pieces(s, spots(s)) }

// parts sets the hits among the words of s apart; words asked for that stand side by
// side are one hit.
func (a asked) pieces(s string, words []spot) []Piece {
	out, at, last := []Piece{}, 0, -2
	add := func(upTo int, hit bool) {
		if upTo > at {
			out = append(out, Piece{s[at:upTo], hit})
			at = upTo
		}
	}
	for i, w := range words {
		if a.hit(w.plain) < 0 {
			continue
		}
		if last == i-1 && len(out) > 0 && strings.TrimSpace(s[at:w.from]) == "" {
			out[len(out)-1].Text += s[at:w.to]
			at = w.to
		} else {
			add(w.from, false)
			add(w.to, true)
		}
		last = i
	}
	add(len(s), false)
	return out
}

// passage is the stretch of a body that says most of what was asked for; nothing when
// the words stand too far apart for one, or only in the description.
func (a asked) passage(body string) []Piece {
	for len(body) > 0 {
		piece := body[:min(len(body), lookedAt)]
		for !utf8.ValidString(piece) && len(piece) > 0 {
			piece = piece[:len(piece)-1]
		}
		if len(piece) == 0 {
			return nil
		}
		if parts := a.best(piece); parts != nil {
			return parts
		}
		body = body[len(piece):]
	}
	return nil
}

// best is the best stretch of a piece of a body; nil if none of the words is in it.
func (a asked) best(piece string) []Piece {
	words := spots(piece)
	places := make([]int, len(words)) // of each among what was asked for
	for i, w := range words {
		places[i] = a.hit(w.plain)
	}
	most, at := 0, -1
	for i, p := range places {
		if p < 0 {
			continue
		}
		seen, worth := map[int]bool{}, 0
		for j := i; j < min(i+passageWords-before, len(places)); j++ {
			if places[j] < 0 {
				continue
			}
			if !seen[places[j]] {
				seen[places[j]], worth = true, worth+3
			}
			if j > i && places[j-1] >= 0 && places[j] == places[j-1]+1 {
				worth++
			}
		}
		if worth > most {
			most, at = worth, i
		}
	}
	if at < 0 {
		return nil
	}
	first, last := max(0, at-before), min(len(words), max(0, at-before)+passageWords)
	from, to := words[first].from, len(piece)
	if last < len(words) {
		to = words[last].from
	}
	shown := strings.Join(strings.Fields(piece[from:to]), " ")
	if first > 0 {
		shown = "… " + shown
	}
	if last < len(words) {
		shown += " …"
	}
	return a.marked(shown)
}
