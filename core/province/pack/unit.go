package pack

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// firstDay is the day from which on the communes of today stand.
const firstDay = "2025-07-01"

// Commune is one of the official list: its code and full name («Xã Cẩm Bình»).
type Commune struct{ Code, Name string }

// ReadCommunes reads a list of communes with a heading: columns code and full_name or
// name; where there is a column province_code, those of other provinces are left out.
// Fault: Invalid file_malformed with the line.
func ReadCommunes(r io.Reader, file, province string) ([]Commune, error) {
	bad := func(line int, why string) error {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", file), fault.Param("line", strconv.Itoa(line)), fault.Param("why", why))
	}
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, bad(1, "no table: "+errText(err))
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	code, full, in := slices.Index(rows[0], "code"), slices.Index(rows[0], "full_name"), slices.Index(rows[0], "province_code")
	if full < 0 {
		full = slices.Index(rows[0], "name")
	}
	if code < 0 || full < 0 {
		return nil, bad(1, "the columns code and full_name (or name) must be there")
	}
	var out []Commune
	for i, row := range rows[1:] {
		if in >= 0 && row[in] != province {
			continue
		}
		c := Commune{strings.TrimSpace(row[code]), strings.TrimSpace(row[full])}
		if c.Code == "" || c.Name == "" {
			return nil, bad(i+2, "a commune without code or name")
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, bad(1, "no commune of province "+province)
	}
	return out, nil
}

func errText(err error) string {
	if err == nil {
		return "it is empty"
	}
	return err.Error()
}

// body is one that stands under every place.
type body struct{ suffix, kind, name, short string }

// bodies stand at the province and at every commune; {p} is the place («xã Cẩm Bình»).
var bodies = []body{
	{"MT", "front_committee", "Ủy ban MTTQ Việt Nam {p}", "Ủy ban MTTQ"},
	{"DU", "party_committee", "Đảng ủy {p}", "Đảng ủy"},
	{"HDND", "people_council", "Hội đồng nhân dân {p}", "HĐND"},
	{"UBND", "people_committee", "Ủy ban nhân dân {p}", "UBND"},
	{"CD", "organisation", "Công đoàn {p}", "Công đoàn"},
	{"HND", "organisation", "Hội Nông dân {p}", "Hội Nông dân"},
	{"DTN", "organisation", "Đoàn TNCS Hồ Chí Minh {p}", "Đoàn Thanh niên"},
	{"HPN", "organisation", "Hội Liên hiệp Phụ nữ {p}", "Hội LHPN"},
	{"CCB", "organisation", "Hội Cựu chiến binh {p}", "Hội CCB"},
}

// provincial are the names the province's own bodies have instead.
var provincial = map[string]body{
	"DU": {"DU", "party_committee", "{u}", "{u}"},
	"CD": {"LDLD", "organisation", "Liên đoàn Lao động {p}", "LĐLĐ"},
}

// units are the rows of units.csv: the province, its communes, and the bodies of each.
func (n New) units() [][]string {
	rows := [][]string{{n.Code, "", "province", n.Name, short(n.Name), firstDay, ""}}
	rows = append(rows, n.bodies(n.Code, n.Name, true)...)
	for _, c := range n.Communes {
		rows = append(rows, []string{c.Code, n.Code, "commune", c.Name, short(c.Name), firstDay, ""})
		rows = append(rows, n.bodies(c.Code, c.Name, false)...)
	}
	return rows
}

func (n New) bodies(code, place string, province bool) [][]string {
	party := "Tỉnh ủy "
	if strings.HasPrefix(place, "Thành phố") {
		party = "Thành ủy "
	}
	fill := strings.NewReplacer("{p}", lower(place), "{u}", party+short(place))
	var rows [][]string
	for _, b := range bodies {
		if own, is := provincial[b.suffix]; is && province {
			b = own
		}
		rows = append(rows, []string{code + "-" + b.suffix, code, b.kind, fill.Replace(b.name), fill.Replace(b.short), firstDay, ""})
	}
	return rows
}

// kinds are what stands before the name of a place.
var kinds = []string{"Tỉnh ", "Thành phố ", "Xã ", "Phường ", "Đặc khu "}

// short is the name without what kind of place it is.
func short(place string) string {
	for _, k := range kinds {
		if rest, is := strings.CutPrefix(place, k); is {
			return rest
		}
	}
	return place
}

// lower is the name as it stands within a sentence: «xã Cẩm Bình».
func lower(place string) string {
	if short(place) == place {
		return place
	}
	first, size := utf8.DecodeRuneInString(place)
	return string(unicode.ToLower(first)) + place[size:]
}
