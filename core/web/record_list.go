package web

import (
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

type recordListIn struct {
	Module  string            `path:"module"`
	Kind    string            `path:"kind"`
	Under   string            `query:"under"`
	State   []string          `query:"state"`
	Phase   []string          `query:"phase"`
	Q       string            `query:"q" maxLength:"200"`
	Sort    string            `query:"sort" maxLength:"60"`
	Limit   int               `query:"limit"`
	Cursor  string            `query:"cursor" maxLength:"500"`
	DueTo   calendar.Date     `query:"due_to"`
	Overdue bool              `query:"overdue"`
	Filter  map[string]string `query:"filter"`
}

func recordList(c *call, in recordListIn) (page[summary], error) {
	limit, err := limited(in.Limit, 30, 200)
	if err != nil {
		return page[summary]{}, err
	}
	q := record.Query{Kind: in.Module + "." + in.Kind, Under: in.Under, State: in.State, Phase: in.Phase, Q: in.Q, Sort: in.Sort,
		Limit: limit, Cursor: in.Cursor, DueTo: in.DueTo, Overdue: in.Overdue}
	for name, value := range in.Filter {
		if q.Filter == nil {
			q.Filter = map[string]any{}
		}
		q.Filter[name] = value
	}
	p, err := c.Records.List(c.ctx, q)
	if err != nil {
		return page[summary]{}, err
	}
	return page[summary]{c.summaries(p.Items), p.Next}, nil
}

type todayOut struct {
	Overdue  []summary `json:"overdue"`
	Due      []summary `json:"due"`
	Returned []summary `json:"returned"`
	Waiting  []summary `json:"waiting"`
	Drafts   []summary `json:"drafts"`
	AsOf     time.Time `json:"as_of"`
}

func todayGet(c *call, _ struct{}) (todayOut, error) {
	t, err := c.Records.Today(c.ctx)
	if err != nil {
		return todayOut{}, err
	}
	return todayOut{c.summaries(t.Overdue), c.summaries(t.Due), c.summaries(t.Returned), c.summaries(t.Waiting),
		c.summaries(t.Drafts), t.AsOf}, nil
}

func recordGet(c *call, in idIn) (recordOut, error) {
	r, err := c.readable(in.ID)
	if err != nil || r == nil {
		return recordOut{}, orMissing(err)
	}
	return c.view(r)
}

// readable is the record with the id if the actor may read it; what is no
// record's id gives nil.
func (c *call) readable(recordID string) (*record.Record, error) {
	if !strings.HasPrefix(recordID, "rec_") {
		return nil, nil
	}
	return c.Records.Get(c.ctx, recordID)
}

func orMissing(err error) error {
	if err == nil {
		err = fault.New(fault.NotFound, "not_found")
	}
	return err
}
