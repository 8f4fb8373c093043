package db

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/fault"
)

// scope is where in the cluster a context stands; slug "" is outside any province.
type scope struct {
	cluster *Cluster
	slug    string
}

type scopeKey struct{}

// With puts the cluster into ctx, so that Control works.
func (c *Cluster) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, scopeKey{}, scope{cluster: c})
}

// Enter puts the province into ctx; its database is opened at first use.
func (c *Cluster) Enter(ctx context.Context, slug string) context.Context {
	return context.WithValue(ctx, scopeKey{}, scope{cluster: c, slug: slug})
}

// Of is the open transaction of the province in ctx, else its read handle.
func Of(ctx context.Context) (bun.IDB, error) {
	s, err := provinceOf(ctx)
	if err != nil {
		return nil, err
	}
	if t := openTx(ctx, provinceTx{}, s); t != nil {
		return t.tx, nil
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil {
		return nil, err
	}
	return h.read, nil
}

// InOpenTx reports whether a transaction of the province in ctx is open: what is
// read within may never be committed, so nobody may remember it.
func InOpenTx(ctx context.Context) bool {
	s, err := provinceOf(ctx)
	return err == nil && openTx(ctx, provinceTx{}, s) != nil
}

// Control is the open control transaction, else the control read handle.
func Control(ctx context.Context) (bun.IDB, error) {
	s, err := clusterOf(ctx)
	if err != nil {
		return nil, err
	}
	if t := openTx(ctx, controlTx{}, s); t != nil {
		return t.tx, nil
	}
	return s.cluster.control.read, nil
}

// DialectOf is the dialect of the cluster in ctx; SQLite outside any.
func DialectOf(ctx context.Context) Dialect {
	if s, ok := ctx.Value(scopeKey{}).(scope); ok {
		return s.cluster.Dialect()
	}
	return SQLite
}

// Province is the slug of the province in ctx, or "".
func Province(ctx context.Context) string {
	s, _ := ctx.Value(scopeKey{}).(scope)
	return s.slug
}

func clusterOf(ctx context.Context) (scope, error) {
	s, ok := ctx.Value(scopeKey{}).(scope)
	if !ok {
		return s, fault.New(fault.Internal, "no_cluster")
	}
	return scope{cluster: s.cluster}, nil
}

func provinceOf(ctx context.Context) (scope, error) {
	s, _ := ctx.Value(scopeKey{}).(scope)
	if s.slug == "" {
		return s, fault.New(fault.Internal, "no_province")
	}
	return s, nil
}
