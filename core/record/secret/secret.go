package secret

import (
	"context"
	"maps"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
)

// Sealer encrypts the values of sealed fields; nothing in the waist can open
// them again. The room seal fits it.
type Sealer interface {
	// Seal is what is stored in place of a record's values, by field. keep makes
	// sure of the record's key in the transaction that stores them. Faults:
	// Unavailable seal_key_unknown; Conflict seal_shredded.
	Seal(ctx context.Context, recordID string, values map[string]any) (stored map[string]string, keep func(ctx context.Context) error, err error)
	// Digest stands for values where a request is remembered: equal for equal
	// values, and of no use to guess them by. Fault: Unavailable seal_key_unknown.
	Digest(ctx context.Context, values map[string]any) (string, error)
}

// Close puts the closed text in place of what came in for sealed fields, in an
// input of the act's own: the caller's stays for another try. Faults: those of
// Seal; what is wrong with the values are problems of the act.
func Close(ctx context.Context, sealer Sealer, a *act.Act) error {
	if len(a.Kind.Sealed) == 0 {
		return nil
	}
	input, values := maps.Clone(a.Input), map[string]any{}
	for _, f := range a.Kind.Sealed {
		raw, there := input[f.Name]
		if _, closed := raw.(kind.Closed); !there || closed {
			continue
		}
		delete(input, f.Name)
		value, problems := kind.ToClose(f, raw)
		switch {
		case len(problems) > 0:
			a.Problems = append(a.Problems, problems...)
		case value == nil:
			input[f.Name] = nil
		default:
			values[f.Name] = value
		}
	}
	a.Input = input
	if len(values) == 0 {
		return nil
	}
	stored, keep, err := sealer.Seal(ctx, a.After.ID, values)
	if err != nil {
		return err
	}
	a.KeepKey = keep
	for name, text := range stored {
		a.Input[name] = kind.Closed(text)
	}
	return nil
}

// digest is the name under which a request is remembered to have had sealed
// values; no field can have it.
const digest = "\nsealed"

// Remembered is fields as a request is remembered by: in place of sealed values,
// whose hash could be guessed, one digest.
func Remembered(ctx context.Context, sealer Sealer, k *kind.Kind, fields map[string]any) (map[string]any, error) {
	values := map[string]any{}
	for _, f := range k.Sealed {
		if v, there := fields[f.Name]; there {
			values[f.Name] = v
		}
	}
	if len(values) == 0 {
		return fields, nil
	}
	text, err := sealer.Digest(ctx, values)
	if err != nil {
		return nil, err
	}
	out := maps.Clone(fields)
	for name := range values {
		delete(out, name)
	}
	out[digest] = text
	return out, nil
}
