package coretest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/unit"
)

// PDF is a small real PDF of one page that says text.
func PDF(text string) string {
	content := "BT /F1 18 Tf 72 720 Td (" + strings.NewReplacer("(", "", ")", "", "\\", "").Replace(text) + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var at []int
	for n, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.String()
}

// Today is an act of the organisation tree dated today.
func Today(ctx context.Context) unit.Act {
	return unit.Act{On: calendar.Today(id.NowIn(ctx)), Basis: "Quyết định thử"}
}

// Word is a random word, so that two papers are never the same.
func Word() string { return strings.ToLower(rand.Text()[:10]) }
