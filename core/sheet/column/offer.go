package column

import (
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/grid"
)

// mark stands behind the label of what is required.
const mark = " *"

var notes = map[string]manifest.Text{
	"required":            {VI: "Bắt buộc.", EN: "Required."},
	"max":                 {VI: "Tối đa {n} ký tự.", EN: "At most {n} characters."},
	Unit:                  {VI: "Mã đơn vị giữ hồ sơ, xem trang «Đơn vị».", EN: "Code of the unit that keeps the record, see the sheet \"Units\"."},
	manifest.TypeDate:     {VI: "Ngày/tháng/năm, ví dụ 05/03/2026.", EN: "Day/month/year, for instance 05/03/2026."},
	manifest.TypeDateTime: {VI: "Ngày/tháng/năm giờ:phút, ví dụ 05/03/2026 08:30.", EN: "Day/month/year hour:minute, for instance 05/03/2026 08:30."},
	manifest.TypeMoney:    {VI: "Số đồng, không có dấu phân nghìn.", EN: "In đồng, without separators."},
	manifest.TypeEnum:     {VI: "Chọn trong danh sách.", EN: "Choose from the list."},
	manifest.TypeEnums:    {VI: "Một hoặc nhiều giá trị, cách nhau bằng dấu chấm phẩy: ", EN: "One or more values, with semicolons between them: "},
	manifest.TypeUnit:     {VI: "Mã đơn vị.", EN: "A unit's code."},
	manifest.TypeUnits:    {VI: "Một hoặc nhiều mã đơn vị, cách nhau bằng dấu chấm phẩy.", EN: "One or more unit codes, with semicolons between them."},
	manifest.TypeRef:      {VI: "Mã hồ sơ (cột đầu của bảng xuất ra).", EN: "A record's id (first column of an export)."},
	manifest.TypeRefs:     {VI: "Một hoặc nhiều mã hồ sơ, cách nhau bằng dấu chấm phẩy.", EN: "One or more record ids, with semicolons between them."},
}

// Template are the heads of the columns as a template has them: what is required is
// marked, what is asked for told, what there is to choose from offered. units are
// the codes of units that may keep the records.
func Template(columns []Column, lang string, units []string) []grid.Head {
	heads := Heads(columns, lang)
	for i, c := range columns {
		h := &heads[i]
		if c.Required() {
			h.Label += mark
		}
		h.Hint = c.hint(lang)
		switch {
		case c.Name == Unit:
			h.Choose, h.Strict = units, true
		case c.Field == nil:
		case c.Field.Type == manifest.TypeEnum:
			h.Choose, h.Strict = c.choices(lang), !c.Field.Open
		case c.Field.Type == manifest.TypeBool:
			h.Choose, h.Strict = []string{yesNo[true].In(lang), yesNo[false].In(lang)}, true
		}
	}
	return heads
}

func (c Column) choices(lang string) []string {
	out := make([]string, len(c.Field.Values))
	for i, v := range c.Field.Values {
		out[i] = v.Label.In(lang)
	}
	return out
}

// hint is what a person must know to fill the column in.
func (c Column) hint(lang string) string {
	var parts []string
	if c.Field == nil {
		parts = append(parts, notes[c.Name].In(lang))
	} else {
		parts = append(parts, c.Field.Hint.In(lang), c.note(lang))
	}
	if c.Required() {
		parts = append(parts, notes["required"].In(lang))
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}

func (c Column) note(lang string) string {
	text := notes[c.Field.Type].In(lang)
	switch c.Field.Type {
	case manifest.TypeEnums:
		text += strings.Join(c.choices(lang), between) + "."
	case manifest.TypeText, manifest.TypeLongText:
		if c.Field.Max != nil {
			text = strings.ReplaceAll(notes["max"].In(lang), "{n}", strconv.Itoa(int(*c.Field.Max)))
		}
	}
	return text
}
