package problem

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/doanket/doanket/core/manifest"
)

//go:embed text/vi.json text/en.json
var texts embed.FS

// Words are the sentences of problem codes in both languages: the core's own
// from text/, those of modules from their manifests.
type Words map[string]map[string]string

// NewWords reads the catalogues and adds the problems of the manifests.
func NewWords(manifests []*manifest.Manifest) (Words, error) {
	w := Words{}
	for _, lang := range []string{"vi", "en"} {
		raw, err := texts.ReadFile("text/" + lang + ".json")
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		own := map[string]string{}
		for _, m := range manifests {
			for code, text := range m.Problems {
				if full := m.ProblemCode(code); own[full] == "" { // a module's newest version comes first
					own[full] = text.In(lang)
				}
			}
		}
		if err := json.Unmarshal(raw, &own); err != nil { // over the modules': the core's own codes win
			return nil, fmt.Errorf("read sentences of %s: %w", lang, err)
		}
		w[lang] = own
	}
	return w, nil
}

// say is the sentence of exactly this code, "" if there is none.
func (w Words) say(lang, code string, params map[string]string) string {
	text := w[lang][code]
	if !strings.ContainsRune(text, '{') {
		return text
	}
	text = clause.ReplaceAllStringFunc(text, func(part string) string {
		for _, name := range placeholder.FindAllString(part, -1) {
			if _, carried := params[name[1:len(name)-1]]; !carried {
				return ""
			}
		}
		return part[1 : len(part)-1]
	})
	return placeholder.ReplaceAllStringFunc(text, func(name string) string {
		name = name[1 : len(name)-1]
		if value, carried := params[name+"_"+lang]; carried { // a name in each language
			return value
		}
		if value, carried := params[name]; carried {
			return shownParam(lang, name, value)
		}
		return "{" + name + "}"
	})
}

// A sentence shows what its problem carries as {name}; a [clause] around one
// is left out where the problem does not carry it: "too long[; at most {max}]".
var (
	placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)
	clause      = regexp.MustCompile(`\[[^\[\]]*\{[a-z0-9_]+\}[^\[\]]*\]`)
)

// shownParam writes days as people here do, and bytes as sizes.
func shownParam(lang, name, value string) string {
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		return day.Format("02/01/2006")
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || !strings.HasSuffix(name, "_bytes") {
		return value
	}
	n, unit := n/(1<<10), " KB"
	if n >= 1<<10 {
		n, unit = n/(1<<10), " MB"
	}
	text := strconv.FormatFloat(math.Floor(n*10)/10, 'f', -1, 64) + unit
	if lang == "vi" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// Sentence is say with something to fall back on: the last part of a dotted
// code ("answer.required" → "required"), then the kind, then "invalid".
func (w Words) Sentence(lang, code, kind string, params map[string]string) string {
	if text := w.say(lang, code, params); text != "" {
		return text
	}
	if i := strings.LastIndexByte(code, '.'); i >= 0 {
		if text := w.say(lang, code[i+1:], params); text != "" {
			return text
		}
	}
	if text := w.say(lang, "kind."+kind, params); text != "" {
		return text
	}
	return w.say(lang, "invalid", params)
}

var languages = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// Lang chooses between the two languages; Vietnamese unless English is
// preferred.
func Lang(accept string) string {
	if accept == "" || len(accept) > 200 {
		return "vi"
	}
	if _, i := language.MatchStrings(languages, accept); i == 1 {
		return "en"
	}
	return "vi"
}
