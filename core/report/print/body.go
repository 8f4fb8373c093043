package print

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/paper"
	"github.com/doanket/doanket/core/report"
)

// roman are the numbers of chapters.
var roman = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}

// body is all between the bases and the signature. Chapters and sections that say
// nothing are left out, and the others numbered without them.
func (p printer) body() []paper.Block {
	out := sentences(p.Opening.Shown)
	chapter := 0
	for _, c := range p.Chapters {
		var blocks []paper.Block
		section := 0
		for _, s := range c.Sections {
			said := p.section(s)
			if len(said) == 0 {
				continue
			}
			if s.Title != "" {
				section++
				blocks = append(blocks, paper.Heading{Level: 2, Text: strconv.Itoa(section) + ". " + s.Title})
			}
			blocks = append(blocks, said...)
		}
		if len(blocks) > 0 {
			out = append(append(out, paper.Heading{Level: 1, Text: roman[chapter%len(roman)] + ". " + c.Title}), blocks...)
			chapter++
		}
	}
	return append(out, sentences(p.Closing.Shown)...)
}

func (p printer) section(s report.Section) []paper.Block {
	var out []paper.Block
	for _, b := range s.Blocks {
		switch {
		case b.Table != nil:
			if len(b.Table.Rows) > 0 {
				out = append(out, p.figures(b.Table))
			}
		case b.Records != nil:
			out = append(out, p.records(b.Records))
		default:
			out = append(out, p.sentence(b.Runs))
		}
	}
	return append(out, sentences(s.Text.Shown)...)
}

// sentence is a sentence with its numbers. Numbers of one figure that follow each
// other bear one mark, at the last of them: "150/200 people, or 75%¹".
func (p printer) sentence(runs []report.Run) paper.Sentence {
	var out paper.Sentence
	marked := 0
	for i := len(runs) - 1; i >= 0; i-- {
		out = append(out, p.run(runs[i], runs[i].Figure != marked))
		if runs[i].Figure > 0 {
			marked = runs[i].Figure
		}
	}
	slices.Reverse(out)
	return out
}

// sentences are the lines people wrote.
func sentences(text string) []paper.Block {
	var out []paper.Block
	for _, line := range paper.Lines(text) {
		out = append(out, paper.Sentence{{Text: line}})
	}
	return out
}
