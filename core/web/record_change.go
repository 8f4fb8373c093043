package web

import "github.com/doanket/doanket/core/record"

type recordChangeIn struct {
	ID      string         `path:"id"`
	IfMatch string         `header:"If-Match" maxLength:"60"`
	Fields  map[string]any `json:"fields" required:"true"`
	Reason  string         `json:"reason" maxLength:"2000"`
}

// recordChange needs If-Match, so that nobody overwrites what they have not
// seen; "*" says that one means to.
func recordChange(c *call, in recordChangeIn) (recordOut, error) {
	version, err := seen(in.IfMatch, true)
	if err != nil {
		return recordOut{}, err
	}
	r, err := c.Records.Change(c.ctx, in.ID, version, in.Fields, in.Reason)
	if err != nil {
		return recordOut{}, err
	}
	return c.view(r)
}

type recordDiscardIn struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" maxLength:"60"`
}

func recordDiscard(c *call, in recordDiscardIn) (nothing, error) {
	version, err := seen(in.IfMatch, false)
	if err != nil {
		return nothing{}, err
	}
	return nothing{}, c.Records.Discard(c.ctx, in.ID, version)
}

type recordDoIn struct {
	ID      string         `path:"id"`
	Name    string         `path:"name" maxLength:"100"`
	IfMatch string         `header:"If-Match" maxLength:"60"`
	IdemKey string         `header:"Idempotency-Key" maxLength:"200"`
	Fields  map[string]any `json:"fields"`
	Reason  string         `json:"reason" maxLength:"2000"`
}

func recordDo(c *call, in recordDoIn) (recordOut, error) {
	version, err := seen(in.IfMatch, false)
	if err != nil {
		return recordOut{}, err
	}
	r, err := c.Records.Do(c.ctx, in.ID, in.Name, version, record.Act{Fields: in.Fields, Reason: in.Reason, IdemKey: in.IdemKey})
	if err != nil {
		return recordOut{}, err
	}
	return c.view(r)
}
