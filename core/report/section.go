package report

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// section is a section of a manifest that stands in the report.
type section struct {
	module string
	*manifest.Section
	keyed bool // it is keyed in elsewhere: units that have nothing are rows too
}

func (s section) name() string { return s.module + "." + s.ID }

// columnsID is the section of a province's own report that shows its columns.
const columnsID = "columns"

// sections are those of a template, in order: of the modules that are on.
func (rs *Reports) sections(ctx context.Context, t Template, path string) []section {
	var all []section
	for _, m := range rs.Kinds.In(ctx).Manifests() {
		if reach, err := rs.Kinds.Reach(ctx, m.ID+"."); err != nil || !reach.Touches(path) {
			continue
		}
		for i := range m.Sections {
			all = append(all, section{module: m.ID, Section: &m.Sections[i]})
		}
	}
	if t.own != nil {
		return chosen(t, all)
	}
	all = slices.DeleteFunc(all, func(s section) bool { return !s.In(t.ID) })
	slices.SortStableFunc(all, func(a, b section) int { return a.Order - b.Order })
	return all
}

// chosen are the sections a province's own report names, its columns first.
func chosen(t Template, all []section) []section {
	var out []section
	if len(t.own.Columns) > 0 {
		table := &manifest.SectionTable{Title: t.Label, Rows: manifest.RowsUnits, Measures: t.own.Columns}
		out = append(out, section{manifest.CoreID, &manifest.Section{ID: columnsID, Blocks: []manifest.SectionBlock{{Table: table}}}, true})
	}
	for _, name := range t.own.Sections {
		if i := slices.IndexFunc(all, func(s section) bool { return s.name() == name }); i >= 0 {
			out = append(out, all[i])
		}
	}
	return out
}

// shows reports whether a block of a section stands in the template.
func (t Template) shows(b *manifest.SectionBlock) bool { return b.In(t.like()) }
