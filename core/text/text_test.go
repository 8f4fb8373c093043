package text_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

func TestOneLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		norm.NFD.String("Xã Thạch Hà"): "Xã Thạch Hà",
		" Xã\u00a0 Một \n":             "Xã Một",
		"hai\ndòng":                    "hai dòng",
		"\u00d0oàn kết":                "Đoàn kết",
		"\u0189ức, lá \u00f0a":         "Đức, lá đa",
		"gnp\u202efdp.exe":             "gnpfdp.exe",
		"Thạch\u200b Hà\ufeff":         "Thạch Hà",
		"\u3164\u2800":                 "",
		"Cư M'gar, H'Lan":              "Cư M'gar, H'Lan",
		"Hoà Bình":                     "Hoà Bình",     // a habit of writing, not a mistake
		"Khu\u2009phố\u2002Đông":       "Khu phố Đông", // thin and wide spaces
		"Ｋｈｕ ｐｈố １":                    "Khu phố 1",    // full-width forms
		"Đông\ufe0f":                   "Đông",
		"":                             "",
		"Quyết định 19/2025/QĐ-TTg 🇻🇳 ok\t": "Quyết định 19/2025/QĐ-TTg 🇻🇳 ok",
	} {
		if got, problem := text.Line(in); got != want || problem != "" {
			t.Errorf("%q: %q, want %q (%s)", in, got, want, problem)
		}
	}
	for in, want := range map[string]string{"a\xff": text.NotUTF8, "a\x00": text.Invalid, "a\x7fb": text.Invalid, "a\u0091": text.Invalid} {
		if _, problem := text.Line(in); problem != want {
			t.Errorf("%q: %q, want %q", in, problem, want)
		}
		if _, problem := text.Block(in); problem != want {
			t.Errorf("block %q: %q, want %q", in, problem, want)
		}
	}
	if got, problem := text.Block(" a  b\r\n\tc\rd\u2028e\u200b\u202ff \n"); got != "a  b\n\tc\nd\ne f" || problem != "" {
		t.Errorf("%q %s", got, problem)
	}
}

func TestCheckNamesTheField(t *testing.T) {
	t.Parallel()
	if s, err := text.Check("name", "  Xã   Một ", 6, true); err != nil || s != "Xã Một" {
		t.Errorf("%q %v", s, err)
	}
	for in, code := range map[string]string{" ": "required", "\u200b": "required", "Xã Một ạ": "too_long", "\xff": "not_utf8", "a\x01": "invalid"} {
		_, err := text.Check("name", in, 6, true)
		if f := fault.Of(err); !fault.HasCode(err, code) || len(f.Fields) != 1 || f.Fields[0].Field != "name" {
			t.Errorf("%q: %v, want %s", in, err, code)
		}
	}
}

func TestNamesAreOfOneAlphabet(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Khu phố Đông", "Y Ƀing Niê", "H'Lan", "Hʼ Ñông", "K’Dung", "Thôn 12", "Ấp Bắc", "Đoàn Thị Ưng"} {
		if s, err := text.Name("name", name, 40, true); err != nil || s != name {
			t.Errorf("%q: %q %v", name, s, err)
		}
	}
	for _, name := range []string{"Khu phố \u0410", "Th\u043en 1", "\u0391n", "\U0001d400n", "\u0251n", "t\u0131n"} {
		if _, err := text.Name("name", name, 40, true); !fault.HasCode(err, "look_alike") {
			t.Errorf("%q passes: %v", name, err)
		}
	}
}

// TestCleaningTwiceIsCleaningOnce, or a province applied again would differ.
func TestCleaningTwiceIsCleaningOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("ếđÐ \u0301\u0323\u200b\u00a0\n")))).Draw(t, "s")
		once, _ := text.Line(in)
		if twice, _ := text.Line(once); twice != once {
			t.Fatalf("%q becomes %q, then %q", in, once, twice)
		}
		block, _ := text.Block(in)
		if again, _ := text.Block(block); again != block {
			t.Fatalf("block %q becomes %q, then %q", in, block, again)
		}
		if f := text.Fold(in); text.Fold(f) != f {
			t.Fatalf("%q folds to %q, then %q", in, f, text.Fold(f))
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Trần Quốc Tuấn": "tran quoc tuan", "  Đoàn   KẾT\n": "doan ket", "\u00d0ức \u0189ô": "duc do", "UBMTTQ": "ubmttq", "": "",
		norm.NFD.String("Hà Tĩnh"): "ha tinh", "Sơn Hạ": "son ha", "Tha\u200bnh": "thanh", "Ưu Ở": "uu o",
	} {
		if got := text.Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestVietnameseOrder(t *testing.T) {
	t.Parallel()
	for _, want := range [][]string{
		strings.Fields("ma mà mả mã má mạ"),
		strings.Fields("An Ăn Ân Can Dương Đức On Ôn Ơn Út Ưng Vinh"),
		{"Thôn 1", "Thôn 2", "Thôn 2a", "Thôn 10", "Thôn Đoài"},
		{"Hoà An", "Hòa Bình"},
		{"Sơn Hà", "Sơn Hạ", "Sơn Hà 1"},
		{"Khu phố 1.2", "Khu phố 1.10"},
		{"", "a"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int { return strings.Compare(text.SortKey(a), text.SortKey(b)) })
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSortKeysOfManyAtOnce(t *testing.T) {
	t.Parallel()
	want := text.SortKey("Xã Thạch Hà 12")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if text.SortKey("Đức Thọ") == want || text.SortKey("Xã Thạch Hà 12") != want {
					t.Error("keys of one text reach another")
					return
				}
			}
		})
	}
	all.Wait()
}
