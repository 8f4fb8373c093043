package demo

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/doanket/doanket/core/calendar"
)

// A4 at 75 dots an inch, as a phone's scanner leaves it.
const (
	pageWide, pageHigh = 620, 877
	margin             = 66
	lineHigh           = 21
)

// scanner draws pages and puts them into PDFs.
type scanner struct{ regular, bold font.Face }

func newScanner() *scanner {
	face := func(ttf []byte) font.Face {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // it is compiled in
		}
		out, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 14, DPI: 75})
		if err != nil {
			panic(err)
		}
		return out
	}
	return &scanner{face(liberationserifregular.TTF), face(liberationserifbold.TTF)}
}

// grays are the shades of a scan: white paper, ink and two between.
var grays = color.Palette{color.Gray{255}, color.Gray{170}, color.Gray{85}, color.Gray{20}}

// page is a sheet as it lies under the scanner.
func (s *scanner) page(sh sheet) *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, pageWide, pageHigh), grays)
	y := 62
	left, right := margin+120, pageWide-margin-120
	s.centre(img, s.bold, left, y, 230, strings.ToUpper(sh.issuer))
	s.centre(img, s.bold, right, y, 240, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	s.centre(img, s.bold, right, y+2*lineHigh, 240, "Độc lập - Tự do - Hạnh phúc")
	s.centre(img, s.regular, left, y+3*lineHigh, 230, "Số: "+sh.number)
	yr, m, d := sh.day.Civil()
	s.centre(img, s.regular, right, y+3*lineHigh, 260, fmt.Sprintf("ngày %d tháng %d năm %d", d, m, yr))
	y += 6 * lineHigh
	y = s.centre(img, s.bold, pageWide/2, y, 420, strings.ToUpper(sh.kind))
	y = s.centre(img, s.bold, pageWide/2, y, 430, sh.title) + lineHigh
	for _, line := range sh.lines {
		for _, part := range s.wrap(s.regular, line, pageWide-2*margin) {
			if y > pageHigh-190 {
				break
			}
			s.write(img, s.regular, margin, y, part)
			y += lineHigh
		}
	}
	s.centre(img, s.bold, right, pageHigh-150, 240, "TM. "+strings.ToUpper(sh.issuer))
	stamp(img, right-40, pageHigh-95)
	return img
}

// centre writes lines around x and gives where the next would stand.
func (s *scanner) centre(img *image.Paletted, f font.Face, x, y, wide int, text string) int {
	for _, part := range s.wrap(f, text, wide) {
		s.write(img, f, x-font.MeasureString(f, part).Round()/2, y, part)
		y += lineHigh
	}
	return y
}

func (s *scanner) write(img *image.Paletted, f font.Face, x, y int, text string) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{20}), Face: f, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

func (s *scanner) wrap(f font.Face, text string, wide int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && font.MeasureString(f, line+" "+word).Round() > wide {
			out, line = append(out, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(out, line)
}

// stamp is a round stamp with nothing legible in it.
func stamp(img *image.Paletted, cx, cy int) {
	for y := -34; y <= 34; y++ {
		for x := -34; x <= 34; x++ {
			if r := x*x + y*y; r <= 34*34 && r >= 31*31 || r <= 24*24 && r >= 23*23 || r < 64 {
				img.SetColorIndex(cx+x, cy+y, 1)
			}
		}
	}
}

// pdf is the scan as a PDF of one page.
func (s *scanner) pdf(sh sheet) ([]byte, error) {
	img := s.page(sh)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	row := make([]byte, (pageWide+3)/4) // two bits a dot
	for y := range pageHigh {
		clear(row)
		for x := range pageWide {
			shade := 3 - img.Pix[y*img.Stride+x]
			row[x/4] |= shade << (6 - 2*(x%4))
		}
		if _, err := z.Write(row); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return bound(packed.Bytes(), sh.day), nil
}

// bound is the PDF around the dots of a page.
func bound(dots []byte, day calendar.Date) []byte {
	const show = "q 595 0 0 842 0 0 cm /Scan Do Q"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Scan 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(show), show),
		fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 2 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream",
			pageWide, pageHigh, len(dots), dots),
		fmt.Sprintf("<< /CreationDate (D:%s080000+07'00') >>", strings.ReplaceAll(day.String(), "-", "")),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
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
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
