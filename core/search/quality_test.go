package search_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/search"
)

// quality is the set by which search is judged: a line each of a record's title, the
// number of its paper, what the paper says, and questions that are to find the record
// (r:) or the paper (d:).
//
//go:embed testdata/quality.txt
var quality string

// Of the questions so many are there, and so much of the wanted is found among ten.
const (
	leastQuestions = 120
	leastRecall    = 0.95
)

// TestQuality asks the set among some hundred other records whose titles are made of
// the same words, and prints what is found.
func TestQuality(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me := h.As(coretest.An, coretest.Officer)
		lines := strings.Split(strings.TrimSpace(quality), "\n")
		h.noise(lines)
		type wanted struct{ question, id string }
		var list []wanted
		for i, line := range lines {
			part := strings.Split(line, "|")
			trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", part[0])
			paper := h.attach(me, trip, "report", file(fmt.Sprintf("van-ban-%d.txt", i), []byte(part[2])), document.Meta{Number: part[1]})
			for _, q := range part[3:] {
				id := trip
				if q[0] == 'd' {
					id = paper
				}
				list = append(list, wanted{q[2:], id})
			}
		}
		h.Settle(coretest.An)
		found, first := 0, 0
		for _, w := range list {
			a := h.find(me, search.Question{Words: w.question, Limit: 10})
			var ids []string
			for _, r := range a.Records {
				ids = append(ids, r.ID)
			}
			at := slices.Index(ids, w.id)
			for i, d := range a.Documents {
				if d.ID == w.id {
					at = i
				}
			}
			switch {
			case at < 0:
				h.t.Logf("%q does not find its %s", w.question, w.id[:3])
				continue
			case at == 0:
				first++
			}
			found++
		}
		recall := float64(found) / float64(len(list))
		h.t.Logf("%d questions: recall@10 %.3f, first %.3f", len(list), recall, float64(first)/float64(len(list)))
		if len(list) < leastQuestions || recall < leastRecall {
			h.t.Errorf("%d questions, recall@10 %.3f; want %d and %.2f", len(list), recall, leastQuestions, leastRecall)
		}
	})
}

// noise makes records whose titles are halves of those of the set.
func (h house) noise(lines []string) {
	h.t.Helper()
	var commands []record.Command
	for i := range lines {
		for _, step := range []int{5, 11, 17} {
			head, tail := strings.Fields(lines[i][:strings.Index(lines[i], "|")]), strings.Fields(lines[(i+step)%len(lines)][:strings.Index(lines[(i+step)%len(lines)], "|")])
			title := strings.Join(append(head[:len(head)/2], tail[len(tail)/2:]...), " ")
			commands = append(commands, record.Command{Kind: "demo.trip", UnitID: h.Unit(coretest.An, "X1"), Submit: "submit", Fields: map[string]any{"title": title, "held_on": "2026-04-10"}})
		}
	}
	for some := range slices.Chunk(commands, 100) {
		out, err := h.Records.Batch(h.As(coretest.An, coretest.Officer), some)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, o := range out {
			if o.Err != nil {
				h.t.Fatal(o.Err)
			}
		}
	}
}
