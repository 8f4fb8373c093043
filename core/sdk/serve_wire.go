package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/sdk/wire"
)

// The functions below carry the border types over the wire. What arrives is
// read strictly: the other side is not trusted.

// PackCaller makes the caller's message.
func PackCaller(c Caller) *wire.Context {
	return &wire.Context{CallId: c.CallID, Province: c.Province, PersonId: c.PersonID, UnitId: c.UnitID,
		Roles: c.Roles, Locale: c.Locale, Purpose: c.Purpose, NowUnixMicro: c.Now.UnixMicro()}
}

// UnpackCaller reads the caller's message.
func UnpackCaller(c *wire.Context) Caller {
	return Caller{CallID: c.GetCallId(), Province: c.GetProvince(), PersonID: c.GetPersonId(), UnitID: c.GetUnitId(),
		Roles: c.GetRoles(), Locale: c.GetLocale(), Purpose: c.GetPurpose(), Now: time.UnixMicro(c.GetNowUnixMicro()).UTC()}
}

// PackItem makes an item's message.
func PackItem(i Item) (*wire.Item, error) {
	out := &wire.Item{Id: i.ID, Kind: i.Kind, Rev: int64(i.Rev), Op: i.Op, Transition: i.Transition, From: i.From,
		Changed: i.Changed, DryRun: i.DryRun}
	return out, firstError(
		packMap(&out.OldJson, i.Old), packMap(&out.NewJson, i.New), packMap(&out.RelatedJson, i.Related))
}

// UnpackItem reads an item's message.
func UnpackItem(i *wire.Item) (Item, error) {
	out := Item{ID: i.GetId(), Kind: i.GetKind(), Rev: int(i.GetRev()), Op: i.GetOp(), Transition: i.GetTransition(),
		From: i.GetFrom(), Changed: i.GetChanged(), DryRun: i.GetDryRun()}
	return out, firstError(
		unpackMap(i.GetOldJson(), &out.Old), unpackMap(i.GetNewJson(), &out.New), unpackMap(i.GetRelatedJson(), &out.Related))
}

// PackVerdict makes a verdict's message.
func PackVerdict(v Verdict) (*wire.ItemResult, error) {
	out := &wire.ItemResult{Id: v.ID, Warnings: v.Warnings}
	for _, p := range v.Problems {
		out.Problems = append(out.Problems, &wire.Problem{Field: p.Field, Code: p.Code, Params: p.Params})
	}
	var err error
	out.Effects, err = PackEffects(v.Effects)
	return out, firstError(err, packMap(&out.SetJson, v.Set))
}

// UnpackVerdict reads a verdict's message and refuses what no verdict may
// hold: problems without a code, unknown effects, JSON that is no object.
func UnpackVerdict(r *wire.ItemResult) (Verdict, error) {
	out := Verdict{ID: r.GetId(), Warnings: r.GetWarnings()}
	for _, p := range r.GetProblems() {
		if p.GetCode() == "" {
			return out, fmt.Errorf("item %q: a problem without a code", r.GetId())
		}
		out.Problems = append(out.Problems, Problem2{Field: p.GetField(), Code: p.GetCode(), Params: p.GetParams()})
	}
	var err error
	out.Effects, err = UnpackEffects(r.GetEffects())
	return out, firstError(err, unpackMap(r.GetSetJson(), &out.Set))
}

// PackEffects makes the messages of effects.
func PackEffects(effects []Effect) ([]*wire.Effect, error) {
	var out []*wire.Effect
	for _, e := range effects {
		raw, err := json.Marshal(e.body())
		if err != nil {
			return nil, fmt.Errorf("effect %s: %w", e.Kind, err)
		}
		out = append(out, &wire.Effect{Kind: e.Kind, IdemKey: e.IdemKey, BodyJson: raw})
	}
	return out, nil
}

// UnpackEffects reads effects; an unknown kind or an unknown member of its
// body is refused.
func UnpackEffects(effects []*wire.Effect) ([]Effect, error) {
	var out []Effect
	for _, e := range effects {
		f := Effect{Kind: e.GetKind(), IdemKey: e.GetIdemKey()}
		switch f.Kind {
		case EffectCreate:
			f.Create = &CreateEffect{}
		case EffectEmit:
			f.Emit = &EmitEffect{}
		case EffectNotify:
			f.Notify = &NotifyEffect{}
		case EffectLink:
			f.Link = &LinkEffect{}
		default:
			return nil, fmt.Errorf("unknown effect %q", f.Kind)
		}
		if err := strict(e.GetBodyJson(), f.body()); err != nil {
			return nil, fmt.Errorf("effect %s: %w", f.Kind, err)
		}
		if f.Create != nil {
			f.Create.Fields, _ = plain(f.Create.Fields).(map[string]any)
		}
		out = append(out, f)
	}
	return out, nil
}

// body is the one part of an effect its kind speaks of.
func (e *Effect) body() any {
	switch e.Kind {
	case EffectCreate:
		return e.Create
	case EffectEmit:
		return e.Emit
	case EffectNotify:
		return e.Notify
	case EffectLink:
		return e.Link
	}
	return nil
}

func packMap(into *[]byte, m map[string]any) error {
	if m == nil {
		return nil
	}
	raw, err := json.Marshal(m)
	*into = raw
	return err
}

func unpackMap(raw []byte, into *map[string]any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := strict(raw, into); err != nil {
		return err
	}
	*into, _ = plain(*into).(map[string]any)
	return nil
}

// strict reads exactly one JSON value with no member the target lacks.
func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}

// plain turns json.Number into int64 where it is whole, so that money above
// 2^53 keeps every đồng, and into float64 elsewhere.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
