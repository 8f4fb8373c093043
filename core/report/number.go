package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// nothing is what stands for a figure with nothing to count.
var nothing = manifest.Text{VI: "chưa có số liệu", EN: "no data"}

// number is an amount as the language writes it, with at most so many decimals:
// 1.234,5 in Vietnamese, 1,234.5 in English.
func number(v float64, decimals int, lang string) string {
	shift := math.Pow10(decimals)
	s := strconv.FormatFloat(math.Round(math.Abs(v)*shift)/shift, 'f', -1, 64)
	whole, part, _ := strings.Cut(s, ".")
	point, comma := ",", "."
	if lang == "en" {
		point, comma = ".", ","
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + comma + whole[i:]
	}
	if part != "" {
		whole += point + part
	}
	if v < 0 && whole != "0" {
		return "-" + whole
	}
	return whole
}

// amount is a figure's amount with the sign of its unit.
func amount(v *float64, in, lang string) string {
	if v == nil {
		return nothing.In(lang)
	}
	switch in {
	case "percent":
		return number(*v, 1, lang) + "%"
	case "dong":
		return number(*v, 0, lang) + manifest.Text{VI: " đồng", EN: " dong"}.In(lang)
	}
	return number(*v, 3, lang)
}

// cell is amount for a table, where a dash stands for nothing.
func cell(v *float64, in, lang string) string {
	if v == nil {
		return "–"
	}
	return amount(v, in, lang)
}

// target is what a figure should reach, in words.
func target(t *manifest.Target, in, lang string) string {
	if t == nil {
		return "–"
	}
	value := amount(&t.Value, in, lang)
	switch {
	case t.Op == "between":
		return manifest.Text{VI: "từ " + value + " đến ", EN: "from " + value + " to "}.In(lang) + amount(&t.Max, in, lang)
	case t.Op == ">=" && in == "percent" && t.Value == 100, t.Op == "<=" && t.Value == 0, t.Op == "=":
		return value
	case t.Op == ">=":
		return manifest.Text{VI: "từ " + value + " trở lên", EN: "at least " + value}.In(lang)
	case t.Op == ">":
		return manifest.Text{VI: "trên " + value, EN: "more than " + value}.In(lang)
	case t.Op == "<":
		return manifest.Text{VI: "dưới " + value, EN: "less than " + value}.In(lang)
	}
	return manifest.Text{VI: "không quá " + value, EN: "at most " + value}.In(lang)
}
