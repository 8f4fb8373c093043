package reading

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/text"
)

var numberLine = regexp.MustCompile(`(?i)^số\s*:?\s*(\S+)`)

// Parse reads a text. It never fails: what has no sections has no clauses.
func Parse(s string) *Resolution {
	if len(s) > MaxText {
		s = s[:MaxText]
	}
	b := &builder{out: &Resolution{Sections: []ReadSection{}, Clauses: []ReadClause{}, Targets: []ReadTarget{}, Lines: lines(s)}}
	all := paragraphs(b.out.Lines)
	top := topOf(all)
	for i := 0; i < len(all); i++ {
		p := all[i]
		if b.full() || over.MatchString(p.text) && p.mark.level == none && len(b.out.Sections) > 0 && !tableAfter(all[i:]) {
			break
		}
		if inForce.MatchString(p.text) {
			continue
		}
		b.take(p, top)
	}
	b.end()
	if len(b.out.Clauses) > maxClauses {
		b.out.Clauses = b.out.Clauses[:maxClauses]
	}
	return b.out
}

// topOf is the level of a text's sections: the highest it has.
func topOf(all []para) int {
	top := number
	for _, p := range all {
		if p.mark.level != none && p.mark.level < top {
			top = p.mark.level
		}
	}
	return top
}

// tableAfter reports whether an annex with a table of tasks follows the signature.
func tableAfter(all []para) bool {
	for _, p := range all {
		if _, is := heads(p.cells); is {
			return true
		}
	}
	return false
}

// full reports whether a text has more than any province could follow.
func (b *builder) full() bool {
	return len(b.ids) > 2*(maxClauses+maxGroups)
}

// builder gathers a text's sections, group by group.
type builder struct {
	out    *Resolution
	group  []para // of the group being gathered, its heading first
	id     string // of that group
	ids    map[string]int
	table  *columns
	signed bool
}

func (b *builder) section() *ReadSection {
	if len(b.out.Sections) == 0 {
		return nil
	}
	return &b.out.Sections[len(b.out.Sections)-1]
}

func (b *builder) take(p para, top int) {
	s := b.section()
	switch {
	case p.cells != nil:
		b.tabled(p)
	case p.mark.level == top:
		b.end()
		title := strings.TrimRight(p.text, ".: ")
		b.out.Sections = append(b.out.Sections, ReadSection{ID: b.unique(p.mark.label), Title: title, Role: roleOf(title), From: p.from, Groups: []ReadGroup{}})
		b.id, b.table = b.section().ID, nil
	case s == nil:
		b.head(p)
	case over.MatchString(p.text) && p.mark.level == none:
		b.end()
		b.signed = true
	case b.signed:
	case p.mark.level == number, p.mark.level == decimal:
		b.begin(p)
	default:
		b.group = append(b.group, p)
	}
}

// begin begins a numbered group of the section.
func (b *builder) begin(p para) {
	s := b.section()
	if head := b.group; p.mark.level == decimal && len(head) == 1 && head[0].mark.level == number && !ends(head[0].text) {
		s.Groups = append(s.Groups, ReadGroup{ID: b.id, Title: head[0].text, From: head[0].from}) // 1. over 1.1
		b.group = nil
	}
	b.end()
	b.id = b.unique(s.ID + "." + p.mark.label)
	b.group = []para{p}
}

// head reads what stands before the first section.
func (b *builder) head(p para) {
	r := b.out
	if m := numberLine.FindStringSubmatch(p.text); m != nil && r.Number == "" {
		r.Number = strings.Trim(m[1], ".,;")
		return
	}
	switch fold := text.Fold(p.text); {
	case r.Name == "" && (strings.HasPrefix(fold, "nghi quyet") || strings.HasPrefix(fold, "chi thi") || strings.HasPrefix(fold, "chuong trinh") || strings.HasPrefix(fold, "ke hoach") || strings.HasPrefix(fold, "ket luan") || strings.HasPrefix(fold, "quyet dinh")) && capitals(p.text):
		r.Name = p.text
	case r.About == "" && r.Name != "" && (strings.HasPrefix(fold, "ve ") || !capitals(p.text)):
		r.About = p.text
	}
}

// tabled reads a row of a table: its head, or a task.
func (b *builder) tabled(p para) {
	if c, is := heads(p.cells); is {
		b.end()
		b.table = &c
		b.id = b.unique("PL")
		b.out.Sections = append(b.out.Sections, ReadSection{ID: b.id, Title: "Bảng phân công nhiệm vụ", Role: Assign, From: p.from, Groups: []ReadGroup{}})
		return
	}
	if b.table == nil {
		return
	}
	if one, is := b.table.row(p); is {
		n := b.ids["row "+b.id]
		b.ids["row "+b.id] = n + 1
		one.ID = b.id + "." + letterOf(n)
		b.out.Clauses = append(b.out.Clauses, one)
	}
}

// end reads the group that was gathered.
func (b *builder) end() {
	s, group := b.section(), b.group
	b.group = nil
	if s == nil || len(group) == 0 {
		return
	}
	if b.id == s.ID && s.Role != Context {
		b.read(s, "", group) // without a number of its own
		return
	}
	if b.id == s.ID {
		return
	}
	title := ""
	if head := group[0]; len(group) > 1 && !ends(head.text) && s.Role != Assign {
		title, group = head.text, group[1:]
	}
	s.Groups = append(s.Groups, ReadGroup{ID: b.id, Title: title, From: b.from(group, title)})
	b.read(s, title, group)
}

func (b *builder) from(group []para, title string) int {
	if title != "" {
		return group[0].from - 1
	}
	return group[0].from
}

func (b *builder) read(s *ReadSection, title string, group []para) {
	switch s.Role {
	case Goals:
		bullets := slices.ContainsFunc(group, func(p para) bool { return p.mark.level == bullet })
		for _, p := range group {
			if (p.mark.level == bullet || p.mark.level == letter && !bullets) && (title == "" || counted.MatchString(text.Fold(title))) {
				b.out.Targets = append(b.out.Targets, target(len(b.out.Targets)+1, p))
			}
		}
	case Tasks, Assign:
		if last := len(group) - 1; s.Role == Assign && last > 0 && group[last].mark.level == none && closing.MatchString(group[last].text) {
			b.clauses(b.id, s.Role, group[:last])
			b.out.Clauses = append(b.out.Clauses, ReadClause{ID: b.unique(next(b.id)), Text: sentenceCase(group[last].text), From: group[last].from, To: group[last].to})
			return
		}
		b.clauses(b.id, s.Role, group)
	}
}

// unique is an id, or, where a text says one twice, the same with x and how often it
// was there.
func (b *builder) unique(id string) string {
	if b.ids == nil {
		b.ids = map[string]int{}
	}
	n := b.ids[id]
	b.ids[id]++
	if n > 0 {
		return b.unique(id + "x" + strconv.Itoa(n))
	}
	return id
}

// roleOf is what a section is, by its title.
func roleOf(title string) string {
	fold := text.Fold(title)
	for _, r := range roles {
		if r.words.MatchString(fold) {
			return r.role
		}
	}
	return Context
}
