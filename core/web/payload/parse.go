package payload

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// maxDepth bounds nesting, so that no body can exhaust the stack.
const maxDepth = 24

// Parse reads one JSON value into map[string]any, []any, string, bool,
// json.Number and nil. It refuses broken UTF-8, doubled keys, NUL, lone
// surrogates, deep nesting and anything after the value.
func Parse(raw []byte) (any, []fault.FieldError) {
	if !utf8.Valid(raw) {
		return nil, bad("", "not_utf8")
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(raw)), literalFFFD: bytes.ContainsRune(raw, utf8.RuneError)}
	p.dec.UseNumber()
	v, err := p.value("", 0)
	if err == nil {
		if _, end := p.dec.Token(); !errors.Is(end, io.EOF) {
			err = errSyntax
		}
	}
	if err != nil {
		p.errs = append(p.errs, fault.FieldError{Field: "body", Code: "bad_json"})
	}
	if len(p.errs) > 0 {
		return nil, p.errs
	}
	return v, nil
}

var errSyntax = errors.New("not one JSON value")

type parser struct {
	dec         *json.Decoder
	literalFFFD bool // the text itself holds U+FFFD, so finding one proves nothing
	errs        []fault.FieldError
}

func (p *parser) value(at string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errSyntax
	}
	t, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return p.object(at, depth)
		}
		return p.array(at, depth)
	case string:
		p.text(at, t)
	}
	return t, nil
}

func (p *parser) object(at string, depth int) (any, error) {
	out := map[string]any{}
	for p.dec.More() {
		t, err := p.dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := t.(string) // the decoder allows nothing else here
		field := join(at, key)
		p.text(field, key)
		if _, seen := out[key]; seen {
			p.errs = append(p.errs, bad(field, "duplicate")...)
		}
		if out[key], err = p.value(field, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := p.dec.Token()
	return out, err
}

func (p *parser) array(at string, depth int) (any, error) {
	out := []any{}
	for p.dec.More() {
		v, err := p.value(join(at, strconv.Itoa(len(out))), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := p.dec.Token()
	return out, err
}

// text refuses what PostgreSQL cannot store and what was no character: the
// decoder turns a lone surrogate into U+FFFD without a word.
func (p *parser) text(at, s string) {
	switch {
	case strings.IndexByte(s, 0) >= 0:
		p.errs = append(p.errs, bad(at, "invalid")...)
	case !p.literalFFFD && strings.ContainsRune(s, utf8.RuneError):
		p.errs = append(p.errs, bad(at, "not_utf8")...)
	}
}

// Clip keeps a hostile name from filling an answer.
func Clip(name string) string {
	if len(name) > 60 {
		name = name[:60] + "…"
	}
	return strings.ToValidUTF8(name, "�")
}

func join(at, key string) string {
	key = Clip(key)
	if at == "" {
		return key
	}
	return at + "." + key
}

func bad(field, code string) []fault.FieldError {
	return []fault.FieldError{{Field: field, Code: code}}
}
