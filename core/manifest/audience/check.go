package audience

import (
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// Check says where a field that only the owner's side reads would be shown to, or
// could be felt out by, somebody the record was sent to: as its title, in its
// list, by a search, as its date or its addressee, or through what is computed of it.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	say := func(path, what, fix string) { out = append(out, m.Locate(path, what, fix)) }
	for i := range m.Kinds {
		k, path := &m.Kinds[i], manifest.Path("kinds", i)
		for j := range k.Fields {
			at := manifest.Path(path, "fields", j)
			audience(say, manifest.Path(at, "audience"), k.Fields[j].Audience)
			if k.Fields[j].Own() {
				for _, place := range shownBy(k, &k.Fields[j]) {
					say(manifest.Path(at, "audience"), "field "+strconv.Quote(k.Fields[j].Name)+" is read by the owner's side alone, but "+place+" shows it", "take it out there, or remove audience: own")
				}
				for _, place := range usedBy(m, k, &k.Fields[j]) {
					say(manifest.Path(at, "audience"), "field "+strconv.Quote(k.Fields[j].Name)+" is read by the owner's side alone, but "+place+" tells what it holds", "leave it out there, or remove audience: own")
				}
			}
			for n := range k.Fields[j].Fields {
				if k.Fields[j].Fields[n].Audience != "" {
					say(manifest.Path(at, "fields", n, "audience"), "a cell has no audience of its own", "write audience: on the list")
				}
			}
		}
		for j := range k.Slots {
			audience(say, manifest.Path(path, "slots", j, "audience"), k.Slots[j].Audience)
		}
	}
	return out
}

func audience(say func(path, what, fix string), path, word string) {
	if words := []string{manifest.AudienceOwn, manifest.AudienceBoth}; word != "" && word != words[0] && word != words[1] {
		say(path, "audience "+strconv.Quote(word)+" does not exist", manifest.OneOf(word, words))
	}
}

// shownBy are the declarations that show a field to every reader of the record.
func shownBy(k *manifest.Kind, f *manifest.Field) []string {
	var out []string
	add := func(place string, names ...string) {
		for _, name := range names {
			if strings.TrimPrefix(name, "-") == f.Name {
				out = append(out, place)
				return
			}
		}
	}
	add("title:", k.Title)
	add("period:", k.Period)
	add("due:", k.Due)
	add("parent:", k.Parent)
	add("views: list: columns:", k.Views.List.Columns...)
	add("views: list: filters:", k.Views.List.Filters...)
	add("views: list: sort:", k.Views.List.Sort)
	for i := range k.Deadlines {
		add("deadline "+k.Deadlines[i].Code, k.Deadlines[i].Field)
	}
	for i := range k.Lifecycle.Transitions {
		add("deliver: of "+k.Lifecycle.Transitions[i].Name, k.Lifecycle.Transitions[i].Deliver)
	}
	if f.Search {
		out = append(out, "search:")
	}
	return out
}
