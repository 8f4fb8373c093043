package web

import (
	"encoding/json"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// kindOut is a kind as its manifest has it, and what it means to the actor.
type kindOut struct {
	kind      *manifest.Kind
	Enabled   bool `json:"enabled"`
	CanCreate bool `json:"can_create"`
}

// MarshalJSON writes the two facts into the manifest's own object.
func (k kindOut) MarshalJSON() ([]byte, error) {
	raw, err := json.Marshal(k.kind)
	if err != nil {
		return nil, err
	}
	type plain kindOut
	more, err := json.Marshal(plain(k))
	if err != nil {
		return nil, err
	}
	return append(append(raw[:len(raw)-1], ','), more[1:]...), nil
}

// kindList is the kinds the actor may read or create somewhere, those of a
// module switched off included as long as it was used: they stay readable. Who
// administers people or modules gets all: they must name what others may do.
func kindList(c *call, _ struct{}) (items[kindOut], error) {
	out := items[kindOut]{Items: []kindOut{}}
	administers := c.Gate.Can(c.ctx, "admin:people", "", "") || c.Gate.Can(c.ctx, "admin:modules", "", "")
	for _, k := range c.Kinds.All() {
		on := c.Kinds.Enabled(c.ctx, k.FullName())
		create := on && c.creates(k)
		if create || administers || c.Gate.Can(c.ctx, "read", k.FullName(), "") {
			out.Items = append(out.Items, kindOut{k.Kind, on, create})
		}
	}
	return out, nil
}

// creates asks at the actor's own units, which is where one creates.
func (c *call) creates(k *record.Kind) bool {
	for _, p := range c.actor.Posts {
		if c.Gate.Can(c.ctx, "create", k.FullName(), p.UnitPath) {
			return true
		}
	}
	return false
}
