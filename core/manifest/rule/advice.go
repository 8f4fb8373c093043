package rule

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// advice turns what CEL says of an expression into what its author can do about
// it: CEL knows types, not what people coming from other languages tried.
func (c *compiler) advice(text, problem string) string {
	switch {
	case strings.Contains(problem, "undeclared reference"):
		return c.unknown(text, quoted(problem))
	case strings.Contains(problem, "does not support field selection"):
		return c.selected(text)
	case strings.Contains(problem, "'_+_'"), strings.Contains(problem, "'_-_'"):
		return "dates are text: days(d, n), workdays(d, n) and months(d, n) move one, days_between(a, b) counts; num(n) reads a number that may be missing"
	case strings.Contains(problem, "no matching overload") && strings.Contains(problem, "wrapper("):
		return "a number compares with a number and with null, which says that it is missing; num(n) reads it as 0"
	case strings.Contains(problem, "no matching overload"):
		return "both sides must be of one type: dates, enums and references are text in 'quotes', numbers are bare"
	case strings.Contains(problem, "Syntax error"):
		return syntax(text)
	}
	return "fields are known by their names, dates and enums are text in 'quotes'"
}

// selected is the mend for field.name where field is no list's row.
func (c *compiler) selected(text string) string {
	for _, m := range regexp.MustCompile(`\b([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\b`).FindAllStringSubmatch(text, -1) {
		f := c.fields[m[1]]
		if f == nil || !f.Refers() {
			continue
		}
		to := c.kind.Kin(f.To)
		switch {
		case f.Type == manifest.TypeRefs:
			return "of many records an expression knows " + f.Name + " (their ids), " + f.Name + ".kinds and " + f.Name + ".states"
		case f.To == "":
			return "of a record of several kinds an expression knows its kind, state and number: " + f.Name + ".kind"
		case to == nil:
			return "the fields of another module's records are not known here: ask for them with needs: and decide in Go"
		case to.Field(m[2]) != nil && to.Field(m[2]).Sealed:
			return "field \"" + m[2] + "\" of " + to.FullName() + " is sealed, so no expression can read it"
		case to.Field(m[2]) == nil:
			return manifest.OneOf(m[2], fieldNames(to))
		}
		return c.afar(m[1])
	}
	return "only rows of lists and references have fields"
}

// unknown is the mend for a name nothing answers to.
func (c *compiler) unknown(text, name string) string {
	for _, f := range functions {
		if strings.HasPrefix(f.Call, name+"(") {
			return "write " + f.Call + ", for instance " + f.Example
		}
	}
	if why := c.afar(name); why != "" {
		return why
	}
	switch {
	case name == "old" || name == "before" || name == "previous":
		return "an expression sees the record as it will be; what it was is for decide: go, which sees both"
	case name == "now":
		return "write today, a date; an expression has no time of day"
	case name == "len" || name == "length":
		return "write size(text) or count(list)"
	case regexp.MustCompile(`\.\s*` + regexp.QuoteMeta(name) + `\s*\(`).MatchString(text):
		return "texts have size(t), t.contains('a'), t.startsWith('a'), t.endsWith('a'), t.matches('^a'); they come cleaned, without spaces at their ends"
	case regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\s*\(`).MatchString(text):
		return manifest.OneOf(name, callable())
	}
	return manifest.OneOf(name, c.known())
}

// syntax is the mend for what is no CEL at all.
func syntax(text string) string {
	switch {
	case regexp.MustCompile(`\b(and|or|not)\b`).MatchString(text):
		return "and, or, not are written &&, ||, !"
	case regexp.MustCompile(`[^=!<>]=[^=]`).MatchString(text):
		return "equal is written =="
	case strings.Count(text, "(") != strings.Count(text, ")"):
		return "a bracket is open or closed once too often"
	case strings.Count(text, "'")%2 == 1:
		return "a quote is not closed"
	}
	return "write it as CEL: held_on != '' && people > 5"
}

// callable are the names that can be called.
func callable() []string {
	var out []string
	for _, f := range functions {
		if name, _, ok := strings.Cut(f.Call, "("); ok && !strings.ContainsAny(name, ". ") {
			out = append(out, name)
		}
	}
	return out
}

// known are the names an expression of the kind may read.
func (c *compiler) known() []string {
	out := make([]string, 0, len(c.fields)+len(names))
	for name := range c.fields {
		out = append(out, name)
	}
	if c.near != nil {
		out = slices.AppendSeq(out, maps.Keys(c.near.found))
	}
	slices.Sort(out)
	for _, n := range names {
		out = append(out, n.Name)
	}
	return out
}

// quoted is what stands in the first 'quotes' of a sentence.
func quoted(s string) string {
	_, rest, _ := strings.Cut(s, "'")
	word, _, _ := strings.Cut(rest, "'")
	return word
}
