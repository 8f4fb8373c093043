package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"github.com/doanket/doanket/core/db/postgres"
	"github.com/doanket/doanket/core/fault"
)

// errAgain marks failures that a second run of the transaction may get past.
var errAgain = errors.New("run the transaction again")

// meaning is what some codes of the databases say to us.
type meaning struct {
	sqlite   []int    // extended result codes; below 256 also every code they start
	postgres []string // SQLSTATEs; two letters stand for the class
	kind     fault.Kind
	code     string
	again    bool
}

// meanings is the one table of database codes; the first fit counts.
var meanings = []meaning{
	{[]int{2067, 1555, 2579}, []string{"23505"}, fault.Conflict, "exists", false},
	{[]int{787}, []string{"23503"}, fault.Conflict, "reference", false},
	{[]int{1811}, []string{"P0001"}, fault.Conflict, "refused", false},
	{[]int{19}, []string{"23"}, fault.Internal, "constraint", false},
	{[]int{1032}, nil, fault.Unavailable, "database_unavailable", false},
	{[]int{8}, []string{"25006"}, fault.Internal, "write_outside_tx", false},
	{[]int{23}, []string{"42501"}, fault.Internal, "no_privilege", false},
	{[]int{5, 6}, []string{"40001", "40P01", "55P03"}, fault.Unavailable, "database_unavailable", true},
	{[]int{13}, []string{"53100"}, fault.Unavailable, "storage_full", false},
	{[]int{9}, []string{"57014"}, fault.Unavailable, "timeout", false},
	{[]int{18}, []string{"54"}, fault.TooLarge, "too_large", false},
	{[]int{3, 10, 11, 14, 26}, []string{"08", "28", "3D", "53", "57"}, fault.Unavailable, "database_unavailable", false},
}

// Fault translates an error of bun or database/sql (no rows, deadline, broken
// connection) into a fault; the drivers' own arrive translated already. Errors
// that mean nothing particular stay as they are and so count as Internal.
func Fault(err error) error {
	var known *fault.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "not_found", fault.Cause(err))
	case errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone):
		return unavailable(err)
	}
	return translate(err)
}

func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "database_unavailable", fault.Retry(time.Second), fault.Cause(cause))
}

// translate turns a driver's error into a fault where the table has a word for
// it. driver.ErrBadConn stays, since database/sql acts on it.
func translate(err error) error {
	var lite sqlite3.ExtendedErrorCode
	var pg *pgconn.PgError
	var dial *pgconn.ConnectError
	var network net.Error
	switch {
	case err == nil || err == io.EOF || errors.Is(err, driver.ErrBadConn):
		return err
	case errors.As(err, &lite):
		return lookUp(err, func(m meaning) bool {
			return slices.Contains(m.sqlite, int(lite)) || slices.Contains(m.sqlite, int(lite)&0xff)
		})
	case postgres.IsStalePlan(err):
		return fault.New(fault.Unavailable, "database_unavailable", fault.Retry(time.Second), fault.Cause(errors.Join(errAgain, err)))
	case errors.As(err, &pg):
		return lookUp(err, func(m meaning) bool {
			return slices.Contains(m.postgres, pg.Code) || slices.Contains(m.postgres, pg.Code[:2])
		})
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "timeout", fault.Retry(time.Second), fault.Cause(err))
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Unavailable, "canceled", fault.Cause(err))
	case errors.As(err, &dial) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF):
		return unavailable(err)
	}
	return err
}

func lookUp(err error, fits func(meaning) bool) error {
	i := slices.IndexFunc(meanings, fits)
	if i < 0 {
		return err
	}
	m, cause := meanings[i], err
	if m.again {
		cause = errors.Join(errAgain, err)
	}
	options := []fault.Option{fault.Cause(cause)}
	if m.kind == fault.Unavailable {
		options = append(options, fault.Retry(time.Second))
	}
	return fault.New(m.kind, m.code, options...)
}
