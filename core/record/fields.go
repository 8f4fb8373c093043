package record

import "context"

// The typed rows of records: a table per kind, a column per field.

func fillKind(ctx context.Context, k *Kind, group []*Record) error {
	byID := make(map[string]*Record, len(group))
	ids := make([]string, len(group))
	for i, rec := range group {
		ids[i], byID[rec.ID] = rec.ID, rec
	}
	rows, err := query(ctx, k.selectText, ids)
	if err != nil {
		return err
	}
	var id string
	values := make([]any, len(k.columns))
	into := make([]any, len(k.columns)+1)
	into[0] = &id
	for i := range values {
		into[i+1] = &values[i]
	}
	return each(rows, func() error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		fields := byID[id].Fields
		for i, c := range k.columns {
			if v := c.read(values[i]); v != nil {
				fields[c.field.Name] = v
			}
		}
		return nil
	})
}

// values are the typed columns' values in order.
func valuesOf(k *Kind, fields map[string]any) []any {
	out := make([]any, len(k.columns), len(k.columns)+1)
	for i, c := range k.columns {
		out[i] = c.write(fields[c.field.Name])
	}
	return out
}
