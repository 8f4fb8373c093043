package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Answerer carries a question to the module.
type Answerer interface {
	Evaluate(ctx context.Context, module string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error)
}

// Candidate is a module under examination.
type Candidate struct {
	Manifest *manifest.Manifest
	Ask      Answerer
	// Wire is the bare connection, for what no host would ever send.
	Wire func(context.Context) (wire.ModuleClient, error)
	// Limit is how long one decision may take; a decision that never makes it
	// is not asked further. Default: the contract's 800 ms.
	Limit time.Duration
	// LogLost is how many lines of the module's log the host has dropped so far;
	// nil where nobody counts.
	LogLost func() int64

	mu    sync.Mutex
	codes map[string]string // code said → where
	unfit map[string]string // decisions not worth asking further → the check they failed
}

// Check is one thing to look at.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// noon is "now" in every question: 24/11/2026, 12:00 in Vietnam.
var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// patience bounds one question, so that a decision that hangs fails the exam
// instead of hanging it.
const patience = 10 * time.Second

// Checks are all checks, in the order they are to run: the last one judges
// what the ones before collected.
func (c *Candidate) Checks() []Check {
	if c.Limit == 0 {
		c.Limit = 800 * time.Millisecond
	}
	c.codes, c.unfit = map[string]string{}, map[string]string{}
	out := c.declared()
	out = append(out, c.roles()...)
	for i := range c.Manifest.Kinds {
		k := &c.Manifest.Kinds[i]
		for n := range k.Lifecycle.Transitions {
			if t := &k.Lifecycle.Transitions[n]; t.NeedsGo() {
				out = append(out, c.decision(k, t)...)
			}
		}
	}
	out = append(out, c.mixing())
	out = append(out, c.wired()...)
	out = append(out, c.reactions()...)
	return append(out, Check{"every code said has a text", c.said})
}

// said holds the codes collected from answers against the labels.
func (c *Candidate) said(context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, code := range slices.Sorted(maps.Keys(c.codes)) {
		if _, ok := c.Manifest.Problems[code]; !ok {
			return fmt.Errorf("%s says %q, which labels.yaml does not hold", c.codes[code], code)
		}
	}
	return nil
}

// Heard notes a code said elsewhere, for instance in a golden file.
func (c *Candidate) Heard(code, where string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if code != sdk.CodeInvalid {
		c.codes[code] = where
	}
}

func caller(province string) sdk.Caller {
	return sdk.Caller{CallID: "act_exam", Province: province, PersonID: "per_" + province, UnitID: "unt_" + province,
		Locale: "vi", Purpose: "interactive", Now: noon}
}

// put asks about items and judges each answer by itself.
func (c *Candidate) put(ctx context.Context, who sdk.Caller, items ...sdk.Item) ([]sdk.Verdict, error) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := c.Ask.Evaluate(ctx, c.Manifest.ID, who, items)
	switch {
	case err != nil && time.Since(began) > patience*9/10:
		return nil, hang{err}
	case fault.HasCode(err, sdk.CodeMalformed) && fault.Of(err).Params[sdk.ParamWhy] != "":
		return nil, about(items[0].New, errors.New(fault.Of(err).Params[sdk.ParamWhy]))
	case fault.HasCode(err, sdk.CodeMalformed):
		return nil, fmt.Errorf("the code panics on this record, or answers what cannot be read (go test in the module's folder prints where): %w", err)
	case err != nil:
		return nil, err
	}
	if len(out) != len(items) {
		return nil, fmt.Errorf("%d answers to %d questions", len(out), len(items))
	}
	for i := range out {
		if err := c.lawful(items[i], out[i]); err != nil {
			return nil, about(items[i].New, err)
		}
	}
	return out, nil
}

// hang is the fault of a decision that gives no answer at all.
type hang struct{ cause error }

func (h hang) Error() string {
	return fmt.Sprintf("no answer within %v: the code waits for something, or never ends, on this record", patience)
}
func (h hang) Unwrap() error { return h.cause }

func hung(err error) bool {
	var h hang
	return errors.As(err, &h)
}

// told is an answer as its maker reads it.
func told(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

// same compares answers as the wire carries them.
func same(a, b sdk.Verdict) error {
	if x, y := plain(a), plain(b); !reflect.DeepEqual(x, y) {
		return fmt.Errorf("answers %s once and %s another time: a decision keeps nothing between questions and asks no clock, chance or order of a map", told(x), told(y))
	}
	return nil
}
