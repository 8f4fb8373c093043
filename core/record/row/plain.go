package row

import (
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/calendar"
)

// A list reads a clock and a page of Hôm nay the actors of every row. What this room
// writes there is plain: known names, texts without an escape, no spaces between. That
// is read here in one pass; whatever is written otherwise is left to encoding/json,
// which goes through each text twice and by reflection.

// plain is what is left of a text; odd says that it is not as plain as that.
type plain struct {
	rest string
	odd  bool
}

// plainObject calls value with every name of an object, to take what stands there. It
// reports whether the whole text was plain.
func plainObject(text string, value func(p *plain, name string)) bool {
	if !utf8.ValidString(text) {
		return false
	}
	p := &plain{rest: text}
	p.must("{")
	for more := !p.take("}"); more && !p.odd; more = !p.end("}") {
		name := p.text()
		p.must(":")
		value(p, name)
	}
	return !p.odd && p.rest == ""
}

// take takes a sign, if it is the next.
func (p *plain) take(sign string) bool {
	rest, ok := strings.CutPrefix(p.rest, sign)
	p.rest = rest
	return ok
}

func (p *plain) must(sign string) { p.odd = !p.take(sign) || p.odd }

// end takes the last sign of a list, else the comma before what follows.
func (p *plain) end(last string) bool {
	if p.take(last) {
		return true
	}
	p.must(",")
	return false
}

func (p *plain) text() string {
	p.must(`"`)
	for i := range len(p.rest) {
		switch c := p.rest[i]; {
		case c == '"':
			out := p.rest[:i]
			p.rest = p.rest[i+1:]
			return out
		case c == '\\' || c < ' ':
			p.odd = true
			return ""
		}
	}
	p.odd = true
	return ""
}

func (p *plain) yes() bool {
	if p.take("true") {
		return true
	}
	p.must("false")
	return false
}

func (p *plain) day() calendar.Date {
	d, err := calendar.ParseDate(p.text())
	p.odd = p.odd || err != nil
	return d
}

func (p *plain) texts() []string {
	out := []string{}
	p.must("[")
	for more := !p.take("]"); more && !p.odd; more = !p.end("]") {
		out = append(out, p.text())
	}
	return out
}

// plainClock reads a clock, nil if it is not plain.
func plainClock(text string) *DeadlineInfo {
	d := &DeadlineInfo{}
	plain := plainObject(text, func(p *plain, name string) {
		switch name {
		case "code":
			d.Code = p.text()
		case "field":
			d.Field = p.text()
		case "start":
			d.Start = p.day()
		case "date":
			d.Date = p.day()
		case "law":
			d.Law = p.yes()
		case "source":
			d.Source = p.text()
		case "manual":
			d.Manual = p.yes()
		case "party":
			d.Party = p.texts()
		case "met_on":
			d.MetOn = p.day()
		case "stopped":
			d.Stopped = p.yes()
		case "to_confirm":
			d.ToConfirm = p.yes()
		default:
			p.odd = true
		}
	})
	if !plain {
		return nil
	}
	return d
}

// plainTexts reads an object of texts, nil if it is not plain.
func plainTexts(text string) map[string]string {
	out := map[string]string{}
	if !plainObject(text, func(p *plain, name string) { out[name] = p.text() }) {
		return nil
	}
	return out
}
