package planted

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// Hay is text that may have what was planted, by where it comes from.
type Hay struct {
	Words []string // planted in sealed fields: they may stand nowhere
	Open  string   // planted beside them in an ordinary one: it must be found

	mu     sync.Mutex
	places map[string]*bytes.Buffer
}

// At takes what is written at a place.
func (h *Hay) At(place string) io.Writer { return writer{h, place} }

// Add takes text from a place.
func (h *Hay) Add(place string, more []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.places == nil {
		h.places = map[string]*bytes.Buffer{}
	}
	if h.places[place] == nil {
		h.places[place] = new(bytes.Buffer)
	}
	h.places[place].Write(more)
}

type writer struct {
	h     *Hay
	place string
}

func (w writer) Write(b []byte) (int, error) {
	w.h.Add(w.place, b)
	return len(b), nil
}

// needles are the planted words as they would stand somewhere: as typed, without
// accents, escaped, in base64, and as a hash that can be guessed.
func (h *Hay) needles() []string {
	var out []string
	for _, v := range h.Words {
		sum := sha256.Sum256([]byte(v))
		quoted, _ := json.Marshal(v) // a text
		out = append(out, v, text.Fold(v), url.QueryEscape(v), strings.Trim(fmt.Sprintf("%+q", v), `"`), hex.EncodeToString(sum[:]),
			base64.StdEncoding.EncodeToString([]byte(v)), base64.StdEncoding.EncodeToString(quoted))
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// Search fails for everything planted that is found; knows are the places where
// the open word must be found, or the search would be blind.
func (h *Hay) Search(t testing.TB, knows ...string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for place, hay := range h.places {
		for _, needle := range h.needles() {
			if at := bytes.Index(hay.Bytes(), []byte(needle)); at >= 0 {
				t.Errorf("%s holds %q: …%q…", place, needle, hay.Bytes()[max(0, at-80):min(hay.Len(), at+len(needle)+40)])
			}
		}
	}
	for _, place := range knows {
		if hay := h.places[place]; hay == nil || !bytes.Contains(hay.Bytes(), []byte(h.Open)) && !bytes.Contains(hay.Bytes(), []byte(text.Fold(h.Open))) {
			t.Errorf("%s does not even hold what is open: the search is blind there", place)
		}
	}
}

// Tables adds every row of every table of a province.
func (h *Hay) Tables(t testing.TB, cluster *db.Cluster, slug, place string) {
	t.Helper()
	var raw bytes.Buffer
	if err := cluster.Dump(t.Context(), slug, &raw); err != nil {
		t.Fatal(err)
	}
	r, err := dump.NewReader(&raw)
	if err != nil {
		t.Fatal(err)
	}
	for {
		table, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if table == nil {
			return
		}
		for range table.Rows {
			row, err := r.Row(table)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range row {
				if b, ok := v.([]byte); ok {
					v = string(b)
				}
				h.Add(place, fmt.Appendf(nil, "%s: %v\n", table.Table, v))
			}
		}
	}
}

// Files adds every file below a folder, byte by byte.
func (h *Hay) Files(t testing.TB, folder, place string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		h.Add(place, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Objects adds every version of every object of a province.
func (h *Hay) Objects(t testing.TB, store *blob.Store, slug, place string) {
	t.Helper()
	bucket := store.Bucket(slug)
	for info, err := range store.List(t.Context(), bucket, "", true) {
		if err != nil {
			t.Fatal(err)
		}
		body, _, err := store.Get(t.Context(), bucket, info.Key, info.Version, 0, -1)
		if fault.Is(err, fault.NotFound) {
			continue // the mark of a deletion
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(body)
		_ = body.Close() // read to its end
		if err != nil {
			t.Fatal(err)
		}
		h.Add(place, append([]byte(info.Key+"\n"), raw...))
	}
}
