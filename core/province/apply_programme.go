package province

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/province/spelling"
)

// programme brings the clauses of the province's resolution and its map of what
// serves them to what the folder says. Each clause and each kind is a thing of
// its own: what a person added stays.
func (a *application) programme(ctx context.Context) error {
	if a.folder.Programme == nil {
		return nil
	}
	want, wrong := a.Programme.Clean(ctx, *a.folder.Programme)
	if len(a.Broken)+len(a.Kinds.Refused()) > 0 { // it may be a kind of a module that cannot be read now
		wrong = slices.DeleteFunc(wrong, func(w fault.FieldError) bool { return w.Code == "unknown_kind" })
		maps.DeleteFunc(want.Serves, func(full string, _ clause.Served) bool { _, err := a.Kinds.Of(ctx, full); return err != nil })
	}
	if len(wrong) > 0 {
		return a.folder.programmeFault(wrong)
	}
	have, err := a.Programme.Book(ctx)
	if err != nil {
		return err
	}
	next, said := a.mergeProgramme(want, *have)
	if len(said) == 0 {
		return nil
	}
	a.note("change programme: %s", strings.Join(said, ", "))
	return a.Programme.Set(ctx, next, -1)
}

func (a *application) mergeProgramme(want, have programme.Book) (next programme.Book, said []string) {
	clauses := a.mergeClauses(want.Clauses, have.Clauses, &said)
	next = programme.Book{Title: have.Title, Sections: have.Sections, Clauses: clauses, Serves: have.Serves} // a folder has no text
	own := ""
	if have.Version > 0 {
		own = strconv.FormatBool(have.Own)
	}
	if a.settle("programme", "own map", strconv.FormatBool(want.Own), own) {
		said = append(said, "own map "+strconv.FormatBool(want.Own))
		if next.Serves = nil; want.Own {
			next.Serves = map[string]clause.Served{}
		}
	}
	if next.Serves == nil {
		return next, said
	}
	next.Serves = maps.Clone(next.Serves)
	for _, full := range slices.Sorted(maps.Keys(want.Serves)) {
		if a.settle("clauses of "+full, "map", mapped(want.Serves, full), mapped(have.Serves, full)) {
			next.Serves[full], said = want.Serves[full], append(said, full)
		}
	}
	for _, full := range slices.Sorted(maps.Keys(have.Serves)) {
		_, named := want.Serves[full]
		if _, ours := a.applied.Last("clauses of "+full, "map"); !named && ours && a.settle("clauses of "+full, "map", "", mapped(have.Serves, full)) {
			delete(next.Serves, full)
			said = append(said, "-"+full)
		}
	}
	return next, said
}

// mergeClauses are the clauses in the folder's order, behind them those a person
// added.
func (a *application) mergeClauses(want, have []programme.Clause, said *[]string) []programme.Clause {
	title := func(list []programme.Clause, id string) (programme.Clause, string) {
		i := slices.IndexFunc(list, func(c programme.Clause) bool { return c.ID == id })
		if i < 0 {
			return programme.Clause{}, ""
		}
		return list[i], list[i].Title.VI + " | " + list[i].Title.EN
	}
	out := []programme.Clause{}
	for _, c := range want {
		is, was := title(have, c.ID)
		_, now := title(want, c.ID)
		switch {
		case a.settle("clause "+c.ID, "title", now, was):
			c.Words = is.Words
			out, *said = append(out, c), append(*said, c.ID)
		case is.ID != "":
			out = append(out, is)
		}
	}
	for _, c := range have {
		if _, named := title(want, c.ID); named != "" {
			continue
		}
		_, was := title(have, c.ID)
		if _, ours := a.applied.Last("clause "+c.ID, "title"); ours && a.settle("clause "+c.ID, "title", "", was) {
			*said = append(*said, "-"+c.ID)
			continue
		}
		out = append(out, c)
	}
	return out
}

// mapped is what a kind serves as it is remembered; "" where it is not named.
func mapped(serves map[string]clause.Served, full string) string {
	s, there := serves[full]
	if !there {
		return ""
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Sprint(s) // plain words: never
	}
	return string(raw)
}

// unknownWords says of which sort a word of programme.yaml is.
var unknownWords = map[string]string{"unknown_clause": "clause", "unknown_kind": "kind of records", "unknown_value": "value", "clause_field": "field with values"}

// programmeFault tells what is wrong with programme.yaml by the line it stands in.
func (f *Folder) programmeFault(wrong []fault.FieldError) error {
	out := make([]fault.FieldError, len(wrong))
	for i, w := range wrong {
		path := listPlace.ReplaceAllString(w.Field, "[$1]")
		why := path + ": " + w.Code
		if sort := unknownWords[w.Code]; sort != "" {
			why = "unknown " + sort + " '" + w.Params["value"] + "'"
			if near := w.Params["near"]; near != "" {
				why += "; did you mean '" + near + "'?"
			}
		}
		out[i] = fault.FieldError{Field: f.lineOf("programme.yaml", path), Code: w.Code, Params: map[string]string{"why": why, "value": w.Params["value"], "near": w.Params["near"]}}
	}
	return fault.New(fault.Invalid, "folder_unknown", fault.Fields(out...))
}

// lineOf is the file with the line of a place, or of the nearest thing around it.
func (f *Folder) lineOf(file, path string) string { return spelling.New(f.lines).At(file, path) }
