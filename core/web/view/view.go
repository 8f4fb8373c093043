package view

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/unit"
)

// Who is a person by id and shown name.
type Who struct {
	ID    string `json:"id"`
	Login string `json:"login,omitempty"`
	Name  string `json:"name"`
}

// Namer knows the shown names of people.
type Namer interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// People looks names up at once and answers them one by one; a name that is not
// found is the id.
func People(ctx context.Context, n Namer, ids ...string) func(string) Who {
	names, err := n.Names(ctx, ids)
	if err != nil {
		names = nil // a name is an ornament: its absence must not hide the record
	}
	return func(personID string) Who {
		if name, ok := names[personID]; ok {
			return Who{ID: personID, Name: name}
		}
		return Who{ID: personID, Name: personID}
	}
}

// UnitRef names a unit; where only the name matters the rest stays empty.
type UnitRef struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Kind        string `json:"kind,omitempty"`
	Code        string `json:"code,omitempty"`
	Path        string `json:"path,omitempty"`
	HasChildren bool   `json:"has_children,omitempty"`
	Class       string `json:"class,omitempty"` // of a place: see unit.Unit.Class
}

// UnitOf is all a list needs of a unit.
func UnitOf(u *unit.Unit) UnitRef {
	return UnitRef{u.ID, u.Name, u.Kind, u.Code, u.Path, u.Children > 0, u.Class()}
}

// NameOf is a unit by name.
func NameOf(u *unit.Unit) UnitRef { return UnitRef{ID: u.ID, Name: u.Name} }

// Named is NameOf by id; one that is gone keeps its id.
func Named(ctx context.Context, tree *unit.Tree, unitID string) UnitRef {
	if u, err := tree.Get(ctx, unitID); err == nil {
		return NameOf(u)
	}
	return UnitRef{ID: unitID}
}

// Beside is what tells a unit from others of its name: the nearest unit above that
// its name does not name already, short of the whole province; nil where there is none.
func Beside(ctx context.Context, tree *unit.Tree, u *unit.Unit) *UnitRef {
	name := strings.ToLower(u.Name)
	for above := u.ParentID; above != ""; {
		p, err := tree.Get(ctx, above)
		if err != nil || p.ParentID == "" {
			return nil
		}
		if !strings.HasSuffix(name, strings.ToLower(p.Name)) {
			ref := NameOf(p)
			return &ref
		}
		above = p.ParentID
	}
	return nil
}

// Warning is what an advisory rule or a module remarks of a write.
type Warning struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Warnings are remarks with their sentences.
func Warnings(codes []string, sentence func(code string, params map[string]string) string) []Warning {
	out := make([]Warning, len(codes))
	for i, code := range codes {
		out[i] = Warning{code, sentence(code, nil)}
	}
	return out
}
