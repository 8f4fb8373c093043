package tus

import (
	"bytes"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
)

// FuzzTusHeaders: what clients of tus say beside the bytes is understood as it
// was meant, or refused at the header it stands in.
func FuzzTusHeaders(f *testing.F) {
	for _, s := range []string{"", "filename YS5wZGY=", "filename YS5wZGY=,record cmVjXzE=, slot cmVwb3J0 ", "is_final", "a b c", ",,", "filename YQ", "sha1 YWJj", "md5", "sha256 !"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, meta, sum string) {
		said, err := Metadata(meta)
		refusedAt(t, err, "Upload-Metadata")
		if err == nil {
			var pairs []string
			for _, key := range slices.Sorted(maps.Keys(said)) {
				pairs = append(pairs, key+" "+base64.StdEncoding.EncodeToString([]byte(said[key])))
			}
			if again, err := Metadata(strings.Join(pairs, ",")); err != nil || !maps.Equal(again, said) {
				t.Errorf("%q is %q, written again %q, %v", meta, said, again, err)
			}
		}
		algorithm, bytesOfSum, err := Checksum(sum)
		refusedAt(t, err, "Upload-Checksum")
		if err == nil {
			again, sumAgain, err := Checksum(algorithm + " " + base64.StdEncoding.EncodeToString(bytesOfSum))
			if err != nil || again != algorithm || !bytes.Equal(sumAgain, bytesOfSum) {
				t.Errorf("%q is %s %x, written again %s %x, %v", sum, algorithm, bytesOfSum, again, sumAgain, err)
			}
		}
	})
}

func refusedAt(t *testing.T, err error, header string) {
	t.Helper()
	if err == nil {
		return
	}
	if e := fault.Of(err); e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Field != header {
		t.Errorf("refused as %+v, want invalid at %s", e, header)
	}
}
