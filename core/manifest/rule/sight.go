package rule

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// national serves inputs without a calendar of their own.
var national = calendar.National()

// Parent ends the chain of activations.
func (s *sight) Parent() cel.Activation { return nil }

// ConvertToNative refuses: the sight never leaves the evaluation.
func (s *sight) ConvertToNative(reflect.Type) (any, error) {
	return nil, fault.New(fault.Internal, "rule_failed")
}

// ConvertToType answers with itself or an error, as CEL's values do.
func (s *sight) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("sight is no %s", t.TypeName())
}

// Equal compares by identity.
func (s *sight) Equal(other ref.Val) ref.Val { return types.Bool(other == ref.Val(s)) }

// Type is an opaque type no expression can name.
func (s *sight) Type() ref.Type { return sightType }

// Value is the sight.
func (s *sight) Value() any { return s }

func (s *sight) book() *calendar.Book {
	if s.Book != nil {
		return s.Book
	}
	return &national
}

// moveDays is the furthest a date is moved by counting alone.
const moveDays = 100_000

// move is a date moved by n, at most so far either way, "" when the date is absent or none, or where there
// is no date to move to. An instant stands for its day in Vietnam.
func move(text, n ref.Val, most int64, by func(calendar.Date, int) calendar.Date) ref.Val {
	d, err := calendar.ParseDay(string(text.(types.String)))
	steps := int64(n.(types.Int))
	if err != nil || d.IsZero() || steps > most || steps < -most {
		return types.String("")
	}
	return types.String(by(d, int(steps)).String())
}

func daysBetween(from, to ref.Val) ref.Val {
	a, errA := calendar.ParseDay(string(from.(types.String)))
	b, errB := calendar.ParseDay(string(to.(types.String)))
	if errA != nil || errB != nil || a.IsZero() || b.IsZero() {
		return types.NullValue
	}
	return types.Int(a.DaysUntil(b))
}

// month is the month of a date, 1 to 12.
func month(text ref.Val) ref.Val {
	d, err := calendar.ParseDay(string(text.(types.String)))
	if err != nil || d.IsZero() {
		return types.NullValue
	}
	_, m, _ := d.Civil()
	return types.Int(m)
}

// written is a date as papers write it, "" while it is absent.
func written(text ref.Val) ref.Val {
	d, err := calendar.ParseDay(string(text.(types.String)))
	if err != nil || d.IsZero() {
		return types.String("")
	}
	y, m, day := d.Civil()
	return types.String(fmt.Sprintf("%02d/%02d/%04d", day, m, y))
}

// period is the period of a grain that holds a date, "" while it is absent.
func period(text, grain ref.Val) ref.Val {
	d, err := calendar.ParseDay(string(text.(types.String)))
	if err != nil {
		return types.String("")
	}
	return types.String(calendar.PeriodOf(d, string(grain.(types.String))))
}

func (s *sight) documents(slot ref.Val) int { return s.Docs[string(slot.(types.String))] }

func (s *sight) setting(key, otherwise ref.Val) ref.Val {
	if n, ok := s.Settings[string(key.(types.String))]; ok {
		return types.Int(n)
	}
	return otherwise
}
