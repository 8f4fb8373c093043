package manifest

import (
	"sync"

	"github.com/doanket/doanket/core/manifest/base"
)

var core struct {
	once sync.Once
	m    *Manifest
}

// Core is the base manifest: the kinds every area shares and the roles of the
// core. Parsed once; callers must not change it.
func Core() *Manifest {
	core.once.Do(func() {
		m, problems := parse(base.Files, true)
		if len(problems) > 0 {
			panic("base manifest:\n" + Problems(problems).Error())
		}
		core.m = m
	})
	return core.m
}
