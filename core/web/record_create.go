package web

import "github.com/doanket/doanket/core/record"

type recordCreateIn struct {
	Module     string         `path:"module"`
	Kind       string         `path:"kind"`
	IdemKey    string         `header:"Idempotency-Key" maxLength:"200"`
	Unit       string         `json:"unit" required:"true"`
	Fields     map[string]any `json:"fields"`
	Transition string         `json:"transition" maxLength:"100"`
}

func recordCreate(c *call, in recordCreateIn) (recordOut, error) {
	r, err := c.Records.Create(c.ctx, in.Module+"."+in.Kind, record.Input{UnitID: in.Unit, Fields: in.Fields, Submit: in.Transition, IdemKey: in.IdemKey})
	if err != nil {
		return recordOut{}, err
	}
	c.header.Set("Location", prefix+"/records/"+r.ID)
	return c.view(r)
}
