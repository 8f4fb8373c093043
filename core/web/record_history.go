package web

import (
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type revisionOut struct {
	Version int           `json:"version"`
	At      time.Time     `json:"at"`
	By      view.Who      `json:"by"`
	As      *postRef      `json:"as,omitempty"` // the post it was done in
	Action  string        `json:"action"`
	Label   manifest.Text `json:"label,omitzero"` // of the step, if it was one
	Reason  string        `json:"reason,omitempty"`
	Changes []changeOut   `json:"changes"`

	SelfApproval string `json:"self_approval,omitempty"` // why the actor could decide on own work
}

// postRef is a post in words, and whose it is where somebody else stands in.
type postRef struct {
	Role manifest.Text `json:"role"`
	Unit string        `json:"unit"`
	For  *view.Who     `json:"for,omitempty"`
}

type changeOut struct {
	record.FieldChange
	Label manifest.Text `json:"label,omitzero"`
}

func (h recordHandler) history(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[revisionOut], error) {
	out := endpoint.Items[revisionOut]{Items: []revisionOut{}}
	r, err := h.records.Get(c.Ctx, in.ID)
	if err != nil {
		return out, err
	}
	k, err := h.kinds.Of(c.Ctx, r.Kind)
	if err != nil {
		return out, err
	}
	list, err := h.records.History(c.Ctx, in.ID)
	if err != nil {
		return out, err
	}
	var ids, posts []string
	for _, v := range list {
		ids = append(ids, v.By)
		if v.Post != "" && !slices.Contains(posts, v.Post) {
			posts = append(posts, v.Post)
		}
	}
	as, err := h.posts(c, posts)
	if err != nil {
		return out, err
	}
	who := view.People(c.Ctx, h.people, ids...)
	for _, v := range list {
		one := revisionOut{Version: v.Version, At: v.At, By: who(v.By), As: as[v.Post], Action: v.Action, Reason: v.Reason, Changes: []changeOut{}, SelfApproval: v.SelfApproval}
		if name, ok := strings.CutPrefix(v.Action, "do:"); ok {
			one.Label = h.kinds.StepLabel(k, name)
		}
		for _, f := range v.Changes {
			one.Changes = append(one.Changes, changeOut{f, h.kinds.FieldLabel(k, f.Field)})
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// posts are the posts with the ids, in words.
func (h recordHandler) posts(c *endpoint.Call, ids []string) (map[string]*postRef, error) {
	list, err := h.people.PostsByID(c.Ctx, ids)
	if err != nil {
		return nil, err
	}
	labels, err := h.roles.Labels(c)
	if err != nil {
		return nil, err
	}
	var lenders []string
	for _, p := range list {
		lenders = append(lenders, p.DelegatedBy)
	}
	who := view.People(c.Ctx, h.people, lenders...)
	out := map[string]*postRef{}
	for _, p := range list {
		ref := &postRef{Role: labels[p.Role], Unit: p.UnitName}
		if p.Delegates != "" {
			lender := who(p.DelegatedBy)
			ref.For = &lender
		}
		out[p.ID] = ref
	}
	return out, nil
}

type commentOut struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	By   view.Who  `json:"by"`
	Post string    `json:"post,omitempty"`
	Text string    `json:"text"`

	Audience string        `json:"audience" enum:"own,both"` // who reads it beside the side it was made on
	Side     *view.UnitRef `json:"side,omitempty"`           // the addressee it was made for; none: the side that keeps the record
}

func (h recordHandler) commentOf(c *endpoint.Call, v *record.Comment, by view.Who) commentOut {
	out := commentOut{ID: v.ID, At: v.At, By: by, Post: v.Post, Text: v.Text, Audience: v.Audience}
	if v.Side != "" {
		side := view.Named(c.Ctx, h.tree, v.Side)
		out.Side = &side
	}
	return out
}

func (h recordHandler) comments(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[commentOut], error) {
	out := endpoint.Items[commentOut]{Items: []commentOut{}}
	list, err := h.records.Comments(c.Ctx, in.ID)
	if err != nil {
		return out, err
	}
	ids := make([]string, 0, len(list))
	for _, v := range list {
		ids = append(ids, v.By)
	}
	who := view.People(c.Ctx, h.people, ids...)
	for i := range list {
		out.Items = append(out.Items, h.commentOf(c, &list[i], who(list[i].By)))
	}
	return out, nil
}

type commentAddIn struct {
	ID      string `path:"id"`
	Prefer  string `header:"Prefer" maxLength:"200"`
	IdemKey string `header:"Idempotency-Key" maxLength:"200"`
	Text    string `json:"text" required:"true" maxLength:"10000"`

	Audience string `json:"audience,omitempty" enum:"own,both"` // own, when left out
}

func (h recordHandler) comment(c *endpoint.Call, in commentAddIn) (commentOut, error) {
	v, err := h.records.Comment(c.Ctx, in.ID, record.Remark{Text: in.Text, Audience: in.Audience, IdemKey: in.IdemKey})
	if err != nil {
		return commentOut{}, err
	}
	if c.Minimal(in.Prefer) {
		return commentOut{}, nil
	}
	return h.commentOf(c, v, view.People(c.Ctx, h.people, v.By)(v.By)), nil
}
