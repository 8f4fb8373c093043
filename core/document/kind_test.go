package document

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/doanket/doanket/core/fault"
)

func TestDocKinds(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range DocKinds() {
		if k.Code == "" || k.VI == "" || k.EN == "" || seen[k.Code] || !norm.NFC.IsNormalString(k.Code+k.VI) {
			t.Errorf("%+v", k)
		}
		seen[k.Code] = true
	}
	for _, code := range []string{"NQ", "QyĐ", "CV", "BGN", "GGT", "VBTL", "ANH", "VIDEO"} {
		if !seen[code] {
			t.Errorf("%s is missing", code)
		}
	}
	if err := checkKind("XX", nil); !fault.HasCode(err, "unknown_value") {
		t.Error(err)
	}
	if err := checkKind("BC", []string{"VBTL"}); !fault.HasCode(err, "doc_kind_not_allowed") {
		t.Error(err)
	}
}
