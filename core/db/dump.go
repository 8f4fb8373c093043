package db

import (
	"context"
	"io"

	"github.com/doanket/doanket/core/fault"
)

// Dump writes every table of the province as JSON lines.
func (c *Cluster) Dump(ctx context.Context, slug string, w io.Writer) error {
	return fault.New(fault.Unavailable, "not.ready")
}

// Load fills a new province from a Dump, of either dialect.
func (c *Cluster) Load(ctx context.Context, slug string, r io.Reader) error {
	return fault.New(fault.Unavailable, "not.ready")
}
