package programme

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/text"
)

const (
	maxClauses = 1000
	maxTitle   = 300 // characters
	maxHeading = 1000
	maxWords   = 10_000
)

// cleaner puts a book into the form it is kept in and gathers what is wrong.
type cleaner struct {
	kinds *kind.Set
	known []string // ids a map may name
	wrong []fault.FieldError
}

func (p *cleaner) bad(field, code string, params ...string) {
	e := fault.FieldError{Field: field, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[params[i]] = params[i+1]
	}
	p.wrong = append(p.wrong, e)
}

// word refuses what is not in the list, with the nearest of it.
func (p *cleaner) word(field, code, value string, known []string) bool {
	if slices.Contains(known, value) {
		return true
	}
	p.bad(field, code, "value", value, "near", text.Nearest(value, known))
	return false
}

// Clean is the book as it is kept, and what of it cannot be: fields name places
// as "clauses.3.id" and "serves.demo.visit.by.form.onsite.0".
func (p *Programme) Clean(ctx context.Context, b Book) (Book, []fault.FieldError) {
	checked := &cleaner{kinds: p.Kinds.In(ctx)}
	b.Own = b.Serves != nil
	b.Title = checked.line("title", b.Title, maxHeading, false)
	b.Sections = checked.sections(b.Sections)
	b.Clauses = checked.clauses(b.Clauses)
	if len(b.Clauses) == 0 {
		checked.known = named(checked.kinds)
	}
	for _, full := range slices.Sorted(maps.Keys(b.Serves)) {
		checked.served("serves."+full, full, b.Serves[full])
	}
	return b, checked.wrong
}

func (p *cleaner) clauses(list []Clause) []Clause {
	if len(list) > maxClauses {
		p.bad("clauses", "too_many_clauses", "max", strconv.Itoa(maxClauses))
		return nil
	}
	out := slices.Clone(list)
	for i := range out {
		c, at := &out[i], "clauses."+strconv.Itoa(i)+"."
		switch {
		case !clause.Valid(c.ID):
			p.bad(at+"id", "clause_id")
		case slices.Contains(p.known, c.ID):
			p.bad(at+"id", "duplicate")
		}
		p.known = append(p.known, c.ID)
		c.Title.VI = p.line(at+"title", c.Title.VI, maxTitle, true)
		c.Title.EN = p.line(at+"title", c.Title.EN, maxTitle, false)
		c.Words = p.line(at+"words", c.Words, maxWords, false)
		if c.Title.EN == "" {
			c.Title.EN = c.Title.VI
		}
	}
	return out
}

// sections checks headings; their ids are those of no clause.
func (p *cleaner) sections(list []Heading) []Heading {
	if len(list) > maxClauses {
		p.bad("sections", "too_many_clauses", "max", strconv.Itoa(maxClauses))
		return nil
	}
	out := append([]Heading{}, list...)
	for i := range out {
		s, at := &out[i], "sections."+strconv.Itoa(i)+"."
		switch {
		case !clause.Valid(s.ID):
			p.bad(at+"id", "clause_id")
		case slices.ContainsFunc(out[:i], func(o Heading) bool { return o.ID == s.ID }):
			p.bad(at+"id", "duplicate")
		}
		s.Title = p.line(at+"title", s.Title, maxHeading, true)
	}
	return out
}

// line is a text as it is kept.
func (p *cleaner) line(field, value string, longest int, required bool) string {
	out, err := text.Check(field, value, longest, required)
	if err != nil {
		p.wrong = append(p.wrong, fault.Of(err).Fields...)
	}
	return out
}

// served checks what a kind and its values are said to serve.
func (p *cleaner) served(at, full string, s clause.Served) {
	k, err := p.kinds.Get(full)
	if err != nil {
		var names []string
		for _, k := range p.kinds.All() {
			names = append(names, k.Full)
		}
		p.word(at, "unknown_kind", full, names)
		return
	}
	p.ids(at+".always", s.Always)
	var fields []string
	for i := range k.Fields {
		if f := &k.Fields[i]; telling(f) {
			fields = append(fields, f.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.By)) {
		here := at + ".by." + name
		if !p.word(here, "clause_field", name, fields) {
			continue
		}
		f := k.Field(name)
		var values []string
		for _, v := range f.Values {
			values = append(values, v.ID)
		}
		for _, value := range slices.Sorted(maps.Keys(s.By[name])) {
			if f.Open || p.word(here+"."+value, "unknown_value", value, values) {
				p.ids(here+"."+value, s.By[name][value])
			}
		}
	}
}

// telling reports whether the values of a field may say which clause a record is
// about.
func telling(f *manifest.Field) bool {
	return (f.Type == manifest.TypeEnum || f.Type == manifest.TypeEnums) && !f.Sealed
}

func (p *cleaner) ids(at string, ids []string) {
	for i, id := range ids {
		here := at + "." + strconv.Itoa(i)
		if slices.Contains(ids[:i], id) {
			p.bad(here, "duplicate")
			continue
		}
		p.word(here, "unknown_clause", id, p.known)
	}
}

// named are all clauses that the manifests name, in the order of their ids.
func named(kinds *kind.Set) []string {
	var out []string
	for _, k := range kinds.All() {
		out = append(out, clause.Of(k.Kind).IDs()...)
	}
	for _, m := range kinds.Manifests() {
		for i := range m.Measures {
			out = append(out, m.Measures[i].Serves...)
		}
		for i := range m.Duties {
			out = append(out, m.Duties[i].Serves...)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(text.SortKey(a), text.SortKey(b)) })
	return slices.Compact(out)
}
