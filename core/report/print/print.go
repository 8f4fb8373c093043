package print

import (
	"net/url"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/paper"
	"github.com/doanket/doanket/core/report"
)

// Mime is the media type of a paper.
const Mime = paper.Mime

// Options are what a paper needs besides its report.
type Options struct {
	Origin string    // scheme and host of the province, where numbers and records are opened
	Now    time.Time // of a draft
}

// DOCX is the report as a paper.
func DOCX(r *report.Report, o Options) ([]byte, error) {
	p := printer{r, o}
	return paper.DOCX(p.paper())
}

// Name is what the file is called.
func Name(r *report.Report, extension string) string {
	unsafe := strings.NewReplacer("/", "-", `\`, "-", ":", "-", "*", "-", "?", "-", `"`, "-", "<", "-", ">", "-", "|", "-")
	return "Báo cáo " + r.PeriodName + " - " + unsafe.Replace(r.Unit.Name) + "." + extension
}

// printer makes one paper.
type printer struct {
	*report.Report
	Options
}

func (p printer) paper() paper.Paper {
	out := paper.Paper{Face: p.face(), Body: p.body(), Created: p.Now, Draft: "DỰ THẢO, " + report.Moment(p.Now)}
	if f := p.Frozen; f != nil {
		out.Created, out.Draft, out.Note = f.At, "", "Chốt lúc "+report.Moment(f.At)+"; SHA-256 "+f.SHA256
	}
	return out
}

func (p printer) face() paper.Face {
	day, _ := calendar.ParseDate(p.Says(report.FaceDate)) // what is no day leaves room for it
	return paper.Face{Party: p.Says(report.FaceLayout) == report.LayoutParty, Above: paper.Lines(p.Says(report.FaceParent)), Issuer: p.Says(report.FaceBody),
		Number: p.Says(report.FaceNumber), Symbol: p.Says(report.FaceSymbol), Place: p.Says(report.FacePlace), Day: day, Type: "BÁO CÁO",
		Abstract: p.Says(report.FaceAbstract), Bases: paper.Lines(p.Says(report.FaceBases)), Authority: p.Says(report.FaceAuthority),
		Position: p.Says(report.FacePosition), Signer: p.Says(report.FaceSigner), Recipients: paper.Lines(p.Says(report.FaceRecipients))}
}

// opens is the address of a figure's lineage.
func (p printer) opens(f report.Number) string {
	q := url.Values{"unit": {f.Unit.ID}, "period": {string(f.Period)}}
	if f.Part != nil {
		q.Set("part", *f.Part)
	}
	return p.Origin + "/figures/" + url.PathEscape(f.Measure) + "?" + q.Encode()
}

// run is a run of the report; a number opens its lineage, and is marked where noted.
func (p printer) run(r report.Run, noted bool) paper.Run {
	out := paper.Run{Text: r.Text}
	if r.Figure > 0 {
		out.Link = p.opens(p.Figures[r.Figure-1])
		if noted {
			out.Note = p.Source(r.Figure)
		}
	}
	return out
}
