package fault

import (
	"errors"
	"strings"
	"time"
)

// Kind says what sort of failure it is; each has exactly one HTTP status.
type Kind string

// The kinds. Whatever is not an *Error is Internal.
const (
	Invalid         Kind = "invalid"         // the input breaks a rule: 422
	Unauthenticated Kind = "unauthenticated" // nobody is signed in: 401
	Forbidden       Kind = "forbidden"       // visible, but not allowed: 403
	NotFound        Kind = "not_found"       // absent, or not visible: 404
	Conflict        Kind = "conflict"        // the state forbids it: 409
	Stale           Kind = "stale"           // another version came first: 409
	Precondition    Kind = "precondition"    // the caller must say what version they saw: 428
	TooLarge        Kind = "too_large"       // over a size limit: 413
	Limited         Kind = "limited"         // over a rate or quota: 429
	Unavailable     Kind = "unavailable"     // a part is away, try again: 503
	Internal        Kind = "internal"        // our mistake: 500
)

// FieldError names one field of the input and what is wrong with it.
type FieldError struct {
	Field  string            `json:"field"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Error is a failure with everything a caller may show. The cause is for the
// log only and never leaves the process.
type Error struct {
	Kind       Kind
	Code       string // label key, for instance "stale_version"
	Fields     []FieldError
	Params     map[string]string
	RetryAfter time.Duration
	cause      error
}

// Option adds a detail to a new Error.
type Option func(*Error)

// New makes an Error. The code is a label key in snake case, dots allowed.
func New(kind Kind, code string, opts ...Option) *Error {
	e := &Error{Kind: kind, Code: code}
	for _, o := range opts {
		o(e)
	}
	return e
}

// Field names a field at fault; without a code it repeats the error's own.
func Field(name string, code ...string) Option {
	return func(e *Error) {
		f := FieldError{Field: name, Code: e.Code}
		if len(code) > 0 {
			f.Code = code[0]
		}
		e.Fields = append(e.Fields, f)
	}
}

// Fields adds several field errors at once.
func Fields(fields ...FieldError) Option {
	return func(e *Error) { e.Fields = append(e.Fields, fields...) }
}

// Param adds a value the sentence may show.
func Param(key, value string) Option {
	return func(e *Error) {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[key] = value
	}
}

// Retry says when trying again makes sense.
func Retry(after time.Duration) Option { return func(e *Error) { e.RetryAfter = after } }

// Cause keeps the underlying error for the log.
func Cause(err error) Option { return func(e *Error) { e.cause = err } }

// Error is the text for the log: kind, code, fields, cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind) + " " + e.Code)
	for _, f := range e.Fields {
		b.WriteString(" " + f.Field + "=" + f.Code)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// Of finds the Error in err's chain; an unknown error becomes Internal with
// code "internal" and err as its cause. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return New(Internal, "internal", Cause(err))
}

// Is reports whether err carries the kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// HasCode reports whether err carries the code.
func HasCode(err error, code string) bool { return err != nil && Of(err).Code == code }
