package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed text/vi.json text/en.json
var texts embed.FS

// words are the sentences of problem codes in both languages: the core's own
// from text/, those of modules from their manifests.
type words map[string]map[string]string

// newWords reads the catalogues and adds the problems of the manifests.
func newWords(manifests []*sdk.Manifest) (words, error) {
	w := words{}
	for _, lang := range []string{"vi", "en"} {
		raw, err := texts.ReadFile("text/" + lang + ".json")
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		own := map[string]string{}
		for _, m := range manifests {
			for code, text := range m.Problems {
				own[code] = text.In(lang)
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
func (w words) say(lang, code string, params map[string]string) string {
	text := w[lang][code]
	for k, v := range params {
		text = strings.ReplaceAll(text, "{"+k+"}", v)
	}
	return text
}

// sentence is say with something to fall back on: the last part of a dotted
// code ("answer.required" → "required"), then the kind, then "invalid".
func (w words) sentence(lang, code, kind string, params map[string]string) string {
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

// langOf chooses between the two languages; Vietnamese unless English is
// preferred.
func langOf(accept string) string {
	if accept == "" || len(accept) > 200 {
		return "vi"
	}
	if _, i := language.MatchStrings(languages, accept); i == 1 {
		return "en"
	}
	return "vi"
}
