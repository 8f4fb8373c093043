package report

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// Keys of what heads and closes the paper, after Nghị định 30/2020/NĐ-CP, Phụ lục
// I, and for Party papers Hướng dẫn 05-HD/VPTW.
const (
	FaceLayout     = "face.layout"     // LayoutState or LayoutParty
	FaceParent     = "face.parent"     // the body above, a line each
	FaceBody       = "face.body"       // who issues
	FaceNumber     = "face.number"     // given by the office, by hand
	FaceSymbol     = "face.symbol"     // "BC-MTTQ-BTT", "BC/ĐU"
	FacePlace      = "face.place"      // where
	FaceDate       = "face.date"       // when, "2026-06-20"
	FaceAbstract   = "face.abstract"   // what about
	FaceBases      = "face.bases"      // what it rests on, a line each
	FaceAuthority  = "face.authority"  // "TM. BAN THƯỜNG TRỰC"
	FacePosition   = "face.position"   // "CHỦ TỊCH"
	FaceSigner     = "face.signer"     // a name without degree or title
	FaceRecipients = "face.recipients" // a line each
)

// Layouts.
const (
	LayoutState = "state"
	LayoutParty = "party"
)

// fresh are the places whose text belongs to one paper and is not carried over.
var fresh = []string{FaceNumber, FaceDate}

// openingText begins a report nobody has written the opening of.
const openingText = "Thực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh về tăng cường sự lãnh đạo của Đảng đối với công tác Mặt trận, {unit} báo cáo kết quả thực hiện {period} như sau:"

// ownOpening begins a report of the province's own in the same way.
const ownOpening = "{unit} báo cáo {period} như sau:"

// ownClosing ends a report of the province's own.
const ownClosing = "Trên đây là báo cáo {period} của {unit}./."

// abstractText is what the reports on the resolution are about.
const abstractText = "Kết quả thực hiện Nghị quyết về công tác Mặt trận {period}, nhiệm vụ trọng tâm {next}"

// closingText ends a report nobody has written the end of; "./." is how papers end.
const closingText = "Trên đây là báo cáo kết quả thực hiện {period} của {unit}./."

// line is a part of the face: what it is called, and what stands there until
// somebody writes another.
type line struct {
	key   string
	label manifest.Text
	empty func(body, place unit.Unit) string
}

// standing is what stands there whatever the unit.
func standing(s string) func(unit.Unit, unit.Unit) string {
	return func(unit.Unit, unit.Unit) string { return s }
}

// byLayout is one text for Party papers, another for the rest.
func byLayout(party, other string) func(unit.Unit, unit.Unit) string {
	return func(body, _ unit.Unit) string {
		if body.Branch == "party" {
			return party
		}
		return other
	}
}

// ofFront reports whether the paper is the Front's: that of a place, or of a body
// of the Front.
func ofFront(body unit.Unit) bool { return body.Branch == "place" || body.Branch == "front" }

// face are the parts in the order they stand on the paper.
var face = []line{
	{FaceLayout, manifest.Text{VI: "Thể thức", EN: "Layout"}, byLayout(LayoutParty, LayoutState)},
	{FaceParent, manifest.Text{VI: "Cơ quan cấp trên", EN: "Body above"}, func(body, place unit.Unit) string {
		if ofFront(body) {
			return "ỦY BAN MTTQ VIỆT NAM\n" + strings.ToUpper(place.Name)
		}
		return ""
	}},
	{FaceBody, manifest.Text{VI: "Cơ quan ban hành", EN: "Issuing body"}, func(body, _ unit.Unit) string {
		if ofFront(body) {
			return "BAN THƯỜNG TRỰC"
		}
		return strings.ToUpper(body.Name)
	}},
	{FaceNumber, manifest.Text{VI: "Số", EN: "Number"}, standing("")},
	{FaceSymbol, manifest.Text{VI: "Ký hiệu", EN: "Symbol"}, byLayout("BC/ĐU", "BC-MTTQ-BTT")},
	{FacePlace, manifest.Text{VI: "Địa danh", EN: "Place"}, func(_, place unit.Unit) string { return bare(place.Name) }},
	{FaceDate, manifest.Text{VI: "Ngày ban hành", EN: "Date"}, standing("")},
	{FaceAbstract, manifest.Text{VI: "Trích yếu", EN: "Abstract"}, standing("")},
	{FaceBases, manifest.Text{VI: "Căn cứ", EN: "Bases"}, standing("")},
	{FaceAuthority, manifest.Text{VI: "Thẩm quyền ký", EN: "Authority"}, byLayout("T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG TRỰC")},
	{FacePosition, manifest.Text{VI: "Chức vụ người ký", EN: "Position"}, byLayout("BÍ THƯ", "CHỦ TỊCH")},
	{FaceSigner, manifest.Text{VI: "Họ tên người ký", EN: "Signer"}, standing("")},
	{FaceRecipients, manifest.Text{VI: "Nơi nhận", EN: "Recipients"}, standing("Lưu: VT.")},
}

// kindsOfPlaces are the words a place's name begins with on papers, but not where
// a paper names where it was written.
var kindsOfPlaces = []string{"Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "}

func bare(place string) string {
	for _, kind := range kindsOfPlaces {
		if rest, there := strings.CutPrefix(place, kind); there {
			return rest
		}
	}
	return place
}

// face is what heads and closes the paper.
func (w *writer) face(ctx context.Context) ([]FaceLine, error) {
	at := w.unit
	if w.unit.PlaceID != "" && w.unit.PlaceID != w.unit.ID {
		u, err := w.Tree.Get(ctx, w.unit.PlaceID)
		if err != nil {
			return nil, err
		}
		at = *u
	}
	out := []FaceLine{}
	for _, l := range face {
		t, there := w.written[l.key]
		if !there {
			t = Written{Key: l.key, Text: l.empty(w.unit, at)}
			if l.key == FaceAbstract {
				t.Text = w.template.abstract()
			}
		}
		t.Shown = w.filled(t.Text)
		out = append(out, FaceLine{t, l.label.In(w.lang)})
	}
	return out, nil
}

// Says is what a part of the face shows.
func (r *Report) Says(key string) string {
	for _, l := range r.Face {
		if l.Key == key {
			return l.Shown
		}
	}
	return ""
}
