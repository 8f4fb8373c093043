package endpoint

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"io"
	"reflect"
	"strconv"
	"sync"
)

// Shared is an answer that many get: it is encoded for the first of them.
type Shared[T any] struct {
	Value T

	once sync.Once
	body []byte
	tag  string
	err  error
}

// Encoded is the answer as JSON, which nobody may change, and its ETag.
func (s *Shared[T]) Encoded() (body []byte, tag string, err error) {
	s.once.Do(func() {
		var buf bytes.Buffer
		if s.err = Encode(&buf, s.Value); s.err == nil {
			s.body, s.tag = buf.Bytes(), Tag(buf.Bytes())
		}
	})
	return s.body, s.tag, s.err
}

func (s *Shared[T]) of() reflect.Type { return reflect.TypeFor[T]() }

// outOf is the type an act answers with, that of the value where it is shared.
func outOf[Out any]() reflect.Type {
	var out Out
	if s, ok := any(out).(interface{ of() reflect.Type }); ok {
		return s.of()
	}
	return reflect.TypeFor[Out]()
}

// Encode writes an answer as JSON.
func Encode(w io.Writer, out any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// Tag is the ETag of an answer that has no version of its own.
func Tag(body []byte) string {
	sum := fnv.New64a()
	_, _ = sum.Write(body) // never fails
	return `W/"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
}
