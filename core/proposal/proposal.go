package proposal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/text"
)

// Life is how long a proposal waits for a second administrator.
const Life = 72 * time.Hour

// The states of a Proposal.
const (
	Waiting   = "waiting"
	Confirmed = "confirmed"
	Refused   = "refused"   // by another
	Withdrawn = "withdrawn" // by who made it
	Lapsed    = "lapsed"    // nobody answered in time
)

// Bounds of what is kept and shown.
const (
	maxReason = 500
	maxBody   = 64 << 10
	most      = 100
)

// Proposal is an act that waits for a second administrator, or did.
type Proposal struct {
	ID        string
	Act       string          // as whoever does it names it
	Object    string          // id of what it is done to
	Body      json.RawMessage // what it takes to do it
	Reason    string
	By        string // person
	At        time.Time
	Expires   time.Time
	State     string
	DecidedBy string // person; "" until then
	DecidedAt time.Time
}

// Proposals are those of the province in ctx.
type Proposals struct {
	// Tied reports whether two accounts are known to be in one hand.
	Tied func(ctx context.Context, one, other string) (bool, error)
	// Tell hears of a proposal in its transaction: when it is made, and decided.
	Tell func(ctx context.Context, p Proposal) error
}

// Propose keeps an act until another administrator confirms it. The same act on the
// same object that the actor still waits for is replaced.
func (s Proposals) Propose(ctx context.Context, act, object string, body any, reason string) (*Proposal, error) {
	reason, err := text.Check("reason", reason, maxReason, false)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(body)
	if err != nil || len(raw) > maxBody {
		return nil, fault.New(fault.TooLarge, "body.too_large", fault.Cause(err))
	}
	p := &Proposal{ID: id.New("prp"), Act: act, Object: object, Body: raw, Reason: reason, By: identity.By(ctx), State: Waiting}
	err = db.InTx(ctx, func(ctx context.Context) error {
		p.At = db.Now(ctx)
		p.Expires = p.At.Add(Life)
		_, err := db.Exec(ctx, "UPDATE proposal SET state = ?, decided_by = by_id, decided_at = ? WHERE act = ? AND object = ? AND by_id = ? AND state = ?",
			Withdrawn, p.At.UnixMicro(), act, object, p.By, Waiting)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, "INSERT INTO proposal (id, act, object, body, reason, by_id, at, expires_at, state, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0)",
			p.ID, act, object, string(raw), reason, p.By, p.At.UnixMicro(), p.Expires.UnixMicro(), Waiting)
		if err != nil {
			return err
		}
		return s.note(ctx, "proposal.make", p)
	})
	if err != nil {
		return nil, fmt.Errorf("propose %s: %w", act, err)
	}
	return p, nil
}

// Confirm marks a proposal confirmed by the actor and does it in the same
// transaction. Faults: NotFound; Conflict proposal.over; Forbidden
// proposal.second where the actor made it, or is known to be in one hand with who
// did; those of do.
func (s Proposals) Confirm(ctx context.Context, proposalID string, do func(ctx context.Context, p *Proposal) error) (*Proposal, error) {
	return s.decide(ctx, proposalID, Confirmed, func(ctx context.Context, p *Proposal) error {
		me := identity.By(ctx)
		tied := p.By == me
		if !tied {
			var err error
			if tied, err = s.Tied(ctx, p.By, me); err != nil {
				return err
			}
		}
		if tied {
			return fault.New(fault.Forbidden, "proposal.second")
		}
		return do(ctx, p)
	})
}

// Refuse ends a proposal without doing it; who made it withdraws it so. Faults:
// NotFound; Conflict proposal.over; those of may.
func (s Proposals) Refuse(ctx context.Context, proposalID string, may func(ctx context.Context, p *Proposal) error) (*Proposal, error) {
	return s.decide(ctx, proposalID, Refused, func(ctx context.Context, p *Proposal) error {
		if p.By == identity.By(ctx) {
			p.State = Withdrawn
			return nil
		}
		return may(ctx, p)
	})
}

func (s Proposals) decide(ctx context.Context, proposalID, state string, then func(ctx context.Context, p *Proposal) error) (p *Proposal, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "proposal:"+proposalID); err != nil {
			return err
		}
		if p, err = s.Get(ctx, proposalID); err != nil {
			return err
		}
		if p.State != Waiting {
			return fault.New(fault.Conflict, "proposal.over")
		}
		p.State, p.DecidedBy, p.DecidedAt = state, identity.By(ctx), db.Now(ctx)
		if err := then(ctx, p); err != nil {
			return err
		}
		_, err := db.Exec(ctx, "UPDATE proposal SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?", p.State, p.DecidedBy, p.DecidedAt.UnixMicro(), p.ID)
		if err != nil {
			return err
		}
		return s.note(ctx, "proposal."+p.State, p)
	})
	if err != nil {
		return nil, fmt.Errorf("decide a proposal: %w", err)
	}
	return p, nil
}

// note logs what was done to a proposal and tells those concerned.
func (s Proposals) note(ctx context.Context, action string, p *Proposal) error {
	err := audit.Append(ctx, audit.Entry{Action: action, Object: p.Object, Kind: "proposal", Reason: p.Reason,
		Detail: map[string]any{"proposal": p.ID, "act": p.Act, "by": p.By, "body": p.Body}})
	if err != nil {
		return err
	}
	return s.Tell(ctx, *p)
}
