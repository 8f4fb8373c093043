package module

import (
	"sync"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module/signature"
)

// vouch says of which modules the operator knows where they come from.
type vouch struct {
	trusted signature.Trusted // none: every module of the folder is taken as it lies there
	pinned  func() (map[string]string, error)

	asking sync.Mutex
	asked  time.Time
	held   map[string]string
	err    error
}

// pinsFor is how long an answer about the pins serves: all modules are looked at
// together.
const pinsFor = time.Second

// digest is the one the module is held to, "" when it is held to none.
func (g *vouch) digest(id string) (string, error) {
	if g.pinned == nil {
		return "", nil
	}
	g.asking.Lock()
	defer g.asking.Unlock()
	if time.Since(g.asked) > pinsFor {
		g.held, g.err = g.pinned()
		g.asked = time.Now()
	}
	return g.held[id], g.err
}

// refuses says why a module may not be used, before anything of it is read.
func (g *vouch) refuses(info Info) error {
	if len(g.trusted) > 0 && !info.Signed {
		return fault.New(fault.Forbidden, "module.unsigned", fault.Param("id", info.ID), fault.Param("fix", "doanket module sign"))
	}
	want, err := g.digest(info.ID)
	if err != nil {
		return fault.New(fault.Unavailable, "module.pins", fault.Param("id", info.ID), fault.Cause(err))
	}
	if want != "" && want != info.Digest {
		return fault.New(fault.Conflict, "module.not_pinned", fault.Param("id", info.ID), fault.Param("pinned", want), fault.Param("found", info.Digest), fault.Param("fix", "doanket module pin"))
	}
	return nil
}
