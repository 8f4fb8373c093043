package text

import (
	"encoding/hex"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators are kept, since one serves one goroutine at a time and is dear to make.
var collators = sync.Pool{New: func() any { return &collator{Collator: collate.New(language.Vietnamese, collate.Numeric)} }}

type collator struct {
	*collate.Collator
	buffer collate.Buffer
}

// SortKey is a key whose order, byte by byte, is the Vietnamese order of the
// texts: letters before tones before case, a number by its worth. It is plain
// ASCII, so that both databases sort it alike; some eight times as long as s.
func SortKey(s string) string {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	c.buffer.Reset()
	return hex.EncodeToString(c.KeyFromString(&c.buffer, s))
}

// maxKey bounds ShortSortKey: a cursor that carries it stays short.
const maxKey = 800

// ShortSortKey is the beginning of SortKey: it orders by the first two hundred
// letters, which is how long a cursor may carry it.
func ShortSortKey(s string) string {
	key := SortKey(s)
	return key[:min(len(key), maxKey)]
}
