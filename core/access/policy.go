package access

import (
	_ "embed"
	"sync"
	"sync/atomic"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"

	"github.com/doanket/doanket/core/identity"
)

//go:embed model.conf
var modelText string

// maxMemo bounds how many answers a policy remembers: kinds and actions are
// few, but a caller may ask for any word.
const maxMemo = 20_000

// policy is a province's rules at one revision, compiled: for each role the
// permissions Casbin says are its own or inherited.
type policy struct {
	enforcer *casbin.Enforcer
	roles    map[string][]Permission
	list     []Role   // the province's roles by id
	memo     sync.Map // question → mask
	asked    atomic.Int64
}

type question struct{ role, kind, action string }

// newEnforcer is Casbin with our two functions.
func newEnforcer(a persist.Adapter) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, err
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, err
	}
	e.AddFunction("covers", func(args ...any) (any, error) { return covers(args[0].(string), args[1].(string)), nil })
	e.AddFunction("reaches", func(args ...any) (any, error) {
		s := seat{at: args[1].(string), place: args[2].(string), branch: args[3].(string), former: args[4].([]string)}
		o := Object{UnitPath: args[5].(string), Branch: args[6].(string), Sent: args[7].([]string), Draft: args[8].(bool)}
		return bits[Reach(args[0].(string))].reaches(s, o, args[9].(bool)), nil
	})
	e.SetAdapter(a)
	e.EnableAutoSave(false)
	return e, e.LoadPolicy()
}

// compile asks Casbin for the implicit permissions of every role.
func compile(a persist.Adapter) (*policy, error) {
	e, err := newEnforcer(a)
	if err != nil {
		return nil, err
	}
	p := &policy{enforcer: e, roles: map[string][]Permission{}}
	own, err := e.GetPolicy()
	if err != nil {
		return nil, err
	}
	heirs, err := e.GetGroupingPolicy()
	if err != nil {
		return nil, err
	}
	for _, line := range append(own, heirs...) {
		if role := line[0]; p.roles[role] == nil {
			if p.roles[role], err = implicit(e, role); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

func implicit(e *casbin.Enforcer, role string) ([]Permission, error) {
	lines, err := e.GetImplicitPermissionsForUser(role)
	if err != nil {
		return nil, err
	}
	out := make([]Permission, 0, len(lines))
	for _, l := range lines {
		out = append(out, Permission{l[1], l[2], Reach(l[3])})
	}
	return out, nil
}

// mask is how far the role may do the action to the kind.
func (p *policy) mask(role, kind, action string) mask {
	q := question{role, kind, action}
	if m, ok := p.memo.Load(q); ok {
		return m.(mask)
	}
	var m mask
	for _, perm := range p.roles[role] {
		if covers(perm.Kind, kind) && covers(perm.Action, action) {
			m |= bits[perm.Reach]
		}
	}
	if p.asked.Add(1) <= maxMemo {
		p.memo.Store(q, m)
	}
	return m
}

// may is the compiled Enforce, over all posts of the actor.
func (p *policy) may(a *identity.Actor, action string, o Object) bool {
	if !speaks(a, action) {
		return false
	}
	maker := made(a, o)
	for i := range a.Posts {
		post := &a.Posts[i]
		if p.mask(post.Role, o.Kind, action).reaches(seatOf(post), o, maker) {
			return true
		}
	}
	return false
}

// speaks reports whether the token, if it is one, lets the action through.
func speaks(a *identity.Actor, action string) bool { return a.TokenID == "" || allows(a.Allow, action) }
