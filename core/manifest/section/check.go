package section

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/doanket/doanket/core/manifest"
)

// Limits of what a page holds.
const (
	maxBlocks  = 30
	maxColumns = 8
	maxRows    = 40
	maxRecords = 100
)

var (
	idForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)
	reports = []string{manifest.ReportHalfYear, manifest.ReportYear}
)

// checker collects what is wrong with the sections of a manifest.
type checker struct {
	manifest.Findings
}

// Check says what of a manifest's sections cannot be shown, with file, line and
// mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	l := &checker{Findings: manifest.Findings{M: m}}
	seen := map[string]bool{}
	for i := range m.Sections {
		s, path := &m.Sections[i], manifest.Path("sections", i)
		if !idForm.MatchString(s.ID) {
			l.Say(manifest.Path(path, "id"), "the name "+strconv.Quote(s.ID)+" is not usable", "use lower case letters, digits and _, starting with a letter, at most 40")
		}
		if seen[s.ID] {
			l.Say(manifest.Path(path, "id"), "section "+strconv.Quote(s.ID)+" is declared twice", "rename or remove one of them")
		}
		seen[s.ID] = true
		l.reports(manifest.Path(path, "reports"), s.Reports, reports)
		if n := len(s.Blocks); n == 0 || n > maxBlocks {
			l.Say(path, "section "+strconv.Quote(s.ID)+" has "+strconv.Itoa(n)+" blocks", "write blocks: with 1 to "+strconv.Itoa(maxBlocks)+" sentences, tables and lists")
		}
		for j := range s.Blocks {
			l.block(manifest.Path(path, "blocks", j), s, &s.Blocks[j])
		}
	}
	return l.Problems
}

func (l *checker) reports(path string, written, allowed []string) {
	for i, r := range written {
		l.Known(manifest.Path(path, i), "report", r, allowed)
	}
}

func (l *checker) block(path string, s *manifest.Section, b *manifest.SectionBlock) {
	of := s.Reports
	if len(of) == 0 {
		of = reports
	}
	l.reports(manifest.Path(path, "reports"), b.Reports, of)
	if b.Period != "" {
		l.Known(manifest.Path(path, "period"), "period", b.Period, []string{"year", "term"})
	}
	n := 0
	for _, there := range []bool{b.Say != nil, b.Table != nil, b.Records != nil} {
		if there {
			n++
		}
	}
	if n != 1 {
		l.Say(path, "a block says "+strconv.Itoa(n)+" things", "write one of say:, table: and records:")
		return
	}
	if b.None != nil && b.Say == nil {
		l.Say(manifest.Path(path, "none"), "none: stands for a sentence, and there is none", "remove it")
	}
	switch {
	case b.Say != nil:
		l.sentence(path, s, b)
	case b.Table != nil:
		l.table(manifest.Path(path, "table"), s, b)
	default:
		l.records(manifest.Path(path, "records"), b.Records)
	}
}

// sentence checks a sentence in both languages: its numbers are figures, the same
// in both.
func (l *checker) sentence(path string, s *manifest.Section, b *manifest.SectionBlock) {
	vi, en := l.words(manifest.Path(path, "say", "vi"), s, b, b.Say.VI), l.words(manifest.Path(path, "say", "en"), s, b, b.Say.EN)
	switch {
	case vi == nil || en == nil:
	case len(vi) == 0:
		l.Say(manifest.Path(path, "say"), "the sentence has no figure", "name a measure in braces; words without figures are written by people, beside the section")
	case !slices.Equal(vi, en):
		l.Say(manifest.Path(path, "say", "en"), "the English sentence shows other figures than the Vietnamese one", "name the same measures, with the same parts")
	}
	if b.None != nil {
		for _, text := range [][2]string{{"vi", b.None.VI}, {"en", b.None.EN}} {
			if at := manifest.Path(path, "none", text[0]); len(l.words(at, s, b, text[1])) > 0 {
				l.Say(at, "none: is said when there are no figures, and it names one", "say it in words")
			}
		}
	}
}

// words checks one sentence and gives its figures, sorted; nil if it cannot be
// read.
func (l *checker) words(path string, s *manifest.Section, b *manifest.SectionBlock, sentence string) []string {
	words, err := Read(l.M.ID, sentence)
	if err != nil {
		l.Say(path, err.Error(), "write figures as {code} or {code.proven}")
		return nil
	}
	figures := []string{}
	for _, w := range words {
		switch {
		case w.Measure != "":
			if m := l.measure(path, w.Measure); m != nil {
				l.part(path, m, w.Part)
				l.fits(path, s, b, m)
			}
			figures = append(figures, w.Measure+" "+w.Part)
		case strings.ContainsFunc(w.Text, unicode.IsDigit):
			l.Say(path, "the sentence holds a number that is no figure: "+strconv.Quote(cut(strings.TrimSpace(w.Text))), "name a measure in braces, write {period} for the report's period, or leave the number to the text people write")
		}
	}
	slices.Sort(figures)
	return figures
}

// measure finds a measure named in full: of this module or of the core.
func (l *checker) measure(path, full string) *manifest.Measure {
	module, code, _ := strings.Cut(full, ".")
	var of *manifest.Manifest
	switch module {
	case l.M.ID:
		of = l.M
	case manifest.CoreID:
		of = manifest.Core()
	default:
		l.Say(path, "measure "+strconv.Quote(full)+" is another module's", "show measures of this module or of the core; the other module has sections of its own")
		return nil
	}
	if m := of.Measure(full); m != nil {
		return m
	}
	var codes []string
	for i := range of.Measures {
		codes = append(codes, of.Measures[i].Code)
	}
	l.Say(path, "measure "+strconv.Quote(code)+" does not exist", manifest.OneOf(code, codes))
	return nil
}

// part refuses a part that a measure's figure does not have.
func (l *checker) part(path string, m *manifest.Measure, part string) {
	share := m.Kind == manifest.MeasureRatio || m.Kind == manifest.MeasureCoverage || m.Kind == manifest.MeasureAverage
	switch {
	case part == Target && m.Target == nil:
		l.Say(path, "measure "+strconv.Quote(m.Code)+" has no target", "write target: on the measure, or leave it out of the sentence")
	case part == Approved && m.Approved == "":
		l.Say(path, "measure "+strconv.Quote(m.Code)+" does not tell what is approved", "write approved: on the measure, or leave it out of the sentence")
	case (part == Numerator || part == Denominator) && !share:
		l.Say(path, "a "+m.Kind+" has no "+part, "write {"+m.Code+"}")
	}
}

// table checks a table of figures.
func (l *checker) table(path string, s *manifest.Section, b *manifest.SectionBlock) {
	t := b.Table
	most := maxColumns
	if l.Known(manifest.Path(path, "rows"), "rows", t.Rows, []string{manifest.RowsUnits, manifest.RowsValues, manifest.RowsMeasures}) && t.Rows == manifest.RowsMeasures {
		most = maxRows
	}
	if n := len(t.Measures); n == 0 || n > most {
		l.Say(manifest.Path(path, "measures"), "the table has "+strconv.Itoa(n)+" measures", "name 1 to "+strconv.Itoa(most)+": a page holds no more")
	}
	by := ""
	for i, code := range t.Measures {
		at := manifest.Path(path, "measures", i)
		m := l.measure(at, FullName(l.M.ID, code))
		if m == nil {
			continue
		}
		l.fits(at, s, b, m)
		if t.Rows != manifest.RowsValues {
			continue
		}
		switch own := m.Of + " " + m.By; {
		case m.By == "":
			l.Say(at, "measure "+strconv.Quote(m.Code)+" is not counted by value", "write by: on the measure, or rows: measures")
		case by == "":
			by = own
		case by != own:
			l.Say(at, "measure "+strconv.Quote(m.Code)+" is counted by other values than the first of the table", "show it in a table of its own")
		}
	}
}
