package web

import "github.com/doanket/doanket/core/notice"

type noticeListIn struct {
	Unread bool   `query:"unread"`
	Limit  int    `query:"limit"`
	Cursor string `query:"cursor"`
}

func noticeList(c *call, in noticeListIn) (notice.Page, error) {
	limit, err := limited(in.Limit, 30, 100)
	if err != nil {
		return notice.Page{}, err
	}
	return c.Box.List(c.ctx, notice.Filter{Unread: in.Unread, Limit: limit, Cursor: in.Cursor})
}

func noticeRead(c *call, in idIn) (nothing, error) { return nothing{}, c.Box.Read(c.ctx, in.ID) }
