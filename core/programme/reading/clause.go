package reading

import (
	"strconv"
	"strings"
)

// clauses are what a group obliges to: a letter each where the text has letters, a
// bullet each where it has bullets, else by its sentences.
func (b *builder) clauses(id, role string, group []para) {
	level := none
	for _, p := range group {
		if p.mark.level == letter || p.mark.level == bullet && level != letter {
			level = p.mark.level
		}
	}
	n, before := 0, len(b.out.Clauses)
	put := func(label string, p para, words string) {
		if label == "" {
			label = letterOf(n)
		}
		n++
		b.out.Clauses = append(b.out.Clauses, ReadClause{ID: b.unique(id + "." + label), Text: words, From: p.from, To: p.to})
	}
	for _, p := range group {
		switch {
		case level != none && p.mark.level == level:
			put(p.mark.label, p, sentenceCase(p.text))
		case level == letter && len(b.out.Clauses) > before && p.mark.level != number:
			last := &b.out.Clauses[len(b.out.Clauses)-1]
			last.Text, last.To = strings.TrimRight(last.Text, " ")+" "+p.text, p.to
		case level != none && strings.HasSuffix(p.text, ":"), level == letter:
			// only leads to what follows
		default:
			for _, words := range obligations(p.text) {
				put("", p, words)
			}
		}
	}
	if role == Assign {
		assign(b.out.Clauses[before:])
	}
}

// assign says who carries out each clause: whom it names, else whom its paragraph
// named before.
func assign(list []ReadClause) {
	for i := range list {
		list[i].Lead, list[i].With = lead(list[i].Text)
		if i > 0 && list[i].From == list[i-1].From && !bodies.MatchString(list[i].Lead) {
			list[i].Lead, list[i].With = list[i-1].Lead, list[i-1].With
		}
	}
}

// lead is who is to carry out an assignment, and with whom.
func lead(s string) (who, with string) {
	if m := leads[0].FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	if m := leads[1].FindStringSubmatch(s); m != nil {
		return m[1], ""
	}
	return "", ""
}

// next is the id after one that ends in a number.
func next(id string) string {
	at := strings.LastIndexByte(id, '.')
	n, err := strconv.Atoi(id[at+1:])
	if err != nil {
		return id + "x"
	}
	return id[:at+1] + strconv.Itoa(n+1)
}
