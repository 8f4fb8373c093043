package web

import (
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/web/endpoint"
)

// noticeHandler answers with the actor's notices.
type noticeHandler struct{ box *notice.Box }

type noticeListIn struct {
	Unread bool   `query:"unread"`
	Limit  int    `query:"limit"`
	Cursor string `query:"cursor"`
}

func (h noticeHandler) list(c *endpoint.Call, in noticeListIn) (notice.Page, error) {
	limit, err := endpoint.Limit(in.Limit, 30, 100)
	if err != nil {
		return notice.Page{}, err
	}
	return h.box.List(c.Ctx, notice.Filter{Unread: in.Unread, Limit: limit, Cursor: in.Cursor})
}

func (h noticeHandler) read(c *endpoint.Call, in endpoint.ByID) (endpoint.Nothing, error) {
	return endpoint.Nothing{}, h.box.Read(c.Ctx, in.ID)
}
