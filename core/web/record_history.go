package web

import (
	"strings"
	"time"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

type revisionOut struct {
	Version int           `json:"version"`
	At      time.Time     `json:"at"`
	By      Who           `json:"by"`
	Post    string        `json:"post,omitempty"`
	Action  string        `json:"action"`
	Label   manifest.Text `json:"label,omitzero"` // of the step, if it was one
	Reason  string        `json:"reason,omitempty"`
	Changes []changeOut   `json:"changes"`
}

type changeOut struct {
	record.FieldChange
	Label manifest.Text `json:"label,omitzero"`
}

func recordHistory(c *call, in idIn) (items[revisionOut], error) {
	out := items[revisionOut]{Items: []revisionOut{}}
	r, err := c.readable(in.ID)
	if err != nil || r == nil {
		return out, orMissing(err)
	}
	k, err := c.Kinds.Of(c.ctx, r.Kind)
	if err != nil {
		return out, err
	}
	list, err := c.Records.History(c.ctx, in.ID)
	if err != nil {
		return out, err
	}
	ids := make([]string, 0, len(list))
	for _, v := range list {
		ids = append(ids, v.By)
	}
	who := c.people(ids...)
	for _, v := range list {
		one := revisionOut{Version: v.Version, At: v.At, By: who(v.By), Post: v.Post, Action: v.Action, Reason: v.Reason, Changes: []changeOut{}}
		if name, ok := strings.CutPrefix(v.Action, "do:"); ok {
			if t := k.Lifecycle.Transition(name); t != nil {
				one.Label = t.Label
			}
		}
		for _, f := range v.Changes {
			change := changeOut{FieldChange: f}
			if declared := k.Field(f.Field); declared != nil {
				change.Label = declared.Label
			}
			one.Changes = append(one.Changes, change)
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

type commentOut struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	By   Who       `json:"by"`
	Post string    `json:"post,omitempty"`
	Text string    `json:"text"`
}

func commentList(c *call, in idIn) (items[commentOut], error) {
	out := items[commentOut]{Items: []commentOut{}}
	list, err := c.Records.Comments(c.ctx, in.ID)
	if err != nil {
		return out, err
	}
	ids := make([]string, 0, len(list))
	for _, v := range list {
		ids = append(ids, v.By)
	}
	who := c.people(ids...)
	for _, v := range list {
		out.Items = append(out.Items, commentOut{v.ID, v.At, who(v.By), v.Post, v.Text})
	}
	return out, nil
}

type commentAddIn struct {
	ID      string `path:"id"`
	IdemKey string `header:"Idempotency-Key" maxLength:"200"`
	Text    string `json:"text" required:"true" maxLength:"10000"`
}

func commentAdd(c *call, in commentAddIn) (commentOut, error) {
	v, err := c.Records.Comment(c.ctx, in.ID, in.Text, in.IdemKey)
	if err != nil {
		return commentOut{}, err
	}
	return commentOut{v.ID, v.At, c.people(v.By)(v.By), v.Post, v.Text}, nil
}
