package publication

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// LeastGroup is how many people or households a number is of before it is said: from
// a smaller one somebody could be known.
const LeastGroup = 5

// fact says one value; "" where there is nothing to say.
func (p *Publications) fact(ctx context.Context, k *kind.Kind, f *manifest.Field, v any) (Fact, error) {
	out := Fact{Label: f.Label, Long: f.Type == manifest.TypeLongText}
	switch v := v.(type) {
	case string:
		switch f.Type {
		case manifest.TypeUnit:
			name, err := p.name(ctx, v)
			out.Value = name
			return out, err
		case manifest.TypeEnum:
			out.Value = choice(f, v)
		case manifest.TypeDate:
			out.Value = day(v)
		default:
			out.Value = strings.TrimSpace(v)
			out.Link = strings.HasPrefix(v, "https://") || strings.HasPrefix(v, "http://")
		}
	case []string:
		names, err := p.names(ctx, f, v)
		out.Value = strings.Join(names, "; ")
		return out, err
	case int64:
		out.Value = dots(v)
		switch {
		case slices.Contains(k.Public.People, f.Name) && v < LeastGroup:
			out.Value = "dưới " + strconv.Itoa(LeastGroup)
		case f.Type == manifest.TypeMoney:
			out.Value += " đồng"
		case f.Min != nil && *f.Min >= 1000: // a year is no amount
			out.Value = strconv.FormatInt(v, 10)
		}
	case float64:
		out.Value = strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
	case bool:
		if out.Value = "Không"; v {
			out.Value = "Có"
		}
	}
	return out, nil
}

// choice is the label of a value; one the manifest does not list is not said.
func choice(f *manifest.Field, id string) string {
	if v := f.Value(id); v != nil {
		return v.Label.VI
	}
	return ""
}

func (p *Publications) names(ctx context.Context, f *manifest.Field, ids []string) ([]string, error) {
	var out []string
	for _, id := range ids {
		name := choice(f, id)
		if f.Type == manifest.TypeUnits {
			var err error
			if name, err = p.name(ctx, id); err != nil {
				return nil, err
			}
		}
		if name != "" {
			out = append(out, name)
		}
	}
	return out, nil
}

// name is a unit's name, with the commune behind it where many have a unit of that
// name: «Ban Công tác Mặt trận thôn 1, Xã Cẩm Bình».
func (p *Publications) name(ctx context.Context, id string) (string, error) {
	u, err := p.Tree.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	place, err := p.Tree.Get(ctx, u.PlaceID)
	if err != nil || place.ParentID == "" {
		return u.Name, ignoreMissing(err)
	}
	above, err := p.Tree.Get(ctx, place.ParentID)
	if err != nil || above.ParentID == "" {
		return u.Name, ignoreMissing(err)
	}
	return u.Name + ", " + above.Name, nil
}

func ignoreMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// day is a date as people write it.
func day(iso string) string {
	d, err := calendar.ParseDate(iso)
	if err != nil {
		return ""
	}
	return d.Vietnamese()
}

// dots writes a whole number with the dots of thousands.
func dots(n int64) string {
	s, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		s, sign = s[1:], "-"
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}
