package grid

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload/archive"
	"github.com/doanket/doanket/core/upload/child"
)

// Children are what a process of its own may be asked to read a file as.
var Children = map[string]child.Reader{"sheet": rows}

// held is what one sheet may take. A sheet of 100,000 rows takes some seconds.
var held = child.Bounds{Memory: 512 << 20, Processor: time.Minute, File: maxInflated}

// message is one line of what the process says: first whether the file counts days from
// 1904, then row after row, at last how it ended.
type message struct {
	Row   []string `json:"r,omitempty"`
	From4 bool     `json:"f,omitempty"`
	End   string   `json:"e,omitempty"` // a code of refusals, or wholly
}

// wholly ends a file that was read to its end.
const wholly = "wholly"

// refusals are what a sheet is refused for, by their codes.
var refusals = map[string]func() error{
	"sheet.damaged":          func() error { return damaged(errors.New("read apart")) },
	"sheet.format":           func() error { return unknownFormat() },
	"sheet.too_costly":       tooCostly,
	"sheet.too_many_columns": tooManyColumns,
	"not_utf8":               notUTF8,
}

// rows is what the process of its own does: a refusal is said, not an error.
func rows(file *os.File, out io.Writer, args []string) error {
	about, err := file.Stat()
	if err != nil || len(args) == 0 {
		return errors.Join(err, errors.New("which format"))
	}
	say := json.NewEncoder(out)
	end := wholly
	if err := each(file, about.Size(), args, say); err != nil {
		if end = fault.Of(err).Code; refusals[end] == nil {
			return err
		}
	}
	return say.Encode(message{End: end})
}

func each(file *os.File, size int64, args []string, say *json.Encoder) error {
	in, err := open(args[0], file, size, args[1:])
	if err != nil {
		return err
	}
	defer in.Close()
	first := message{}
	if s, is := in.(*sheet); is {
		first.From4 = s.of
	}
	for m := first; ; {
		if err := say.Encode(m); err != nil {
			return err
		}
		if m.Row, err = in.Next(); err == io.EOF {
			return nil
		}
		if m.From4 = false; err != nil {
			return err
		}
	}
}

// distant is a sheet that another process reads.
type distant struct {
	p     *child.Process
	in    *json.Decoder
	of    bool
	ended error
}

func openApart(ctx context.Context, apart child.Command, format string, file *os.File, titles []string) (Reader, error) {
	p, err := child.Start(ctx, apart, held, file, append([]string{"sheet", format}, titles...)...)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "storage_unavailable", fault.Cause(err))
	}
	d := &distant{p: p, in: json.NewDecoder(p)}
	first, err := d.message()
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.of = first.From4
	return d, nil
}

// message is the next; an error says how the file ended, from then on.
func (d *distant) message() (m message, err error) {
	if d.ended != nil {
		return m, d.ended
	}
	if said := d.in.Decode(&m); said == nil && m.End == "" {
		return m, nil
	}
	why := d.p.Wait()
	switch {
	case m.End == wholly && why == nil:
		d.ended = io.EOF
	case refusals[m.End] != nil && why == nil:
		d.ended = refusals[m.End]()
	case errors.Is(why, archive.ErrCostly):
		d.ended = tooCostly()
	case errors.Is(why, child.ErrBroken), why == nil:
		d.ended = damaged(errors.Join(why, errors.New("cut")))
	default:
		d.ended = why
	}
	return message{}, d.ended
}

// Next is the next row.
func (d *distant) Next() ([]string, error) {
	m, err := d.message()
	return m.Row, err
}

// Day counts as the file does.
func (d *distant) Day(number float64) (time.Time, error) { return day(number, d.of) }

// Close ends the process if it has not ended.
func (d *distant) Close() error {
	if d.ended == nil {
		d.p.Stop()
		d.ended = io.EOF
	}
	return nil
}
