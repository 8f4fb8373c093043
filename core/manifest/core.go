package manifest

import (
	_ "embed"
	"sync"
)

//go:embed core.yaml
var coreYAML []byte

var base struct {
	once sync.Once
	m    *Manifest
}

// Core is the base manifest: the kinds every area shares and the roles of the
// core. Parsed once; callers must not change it.
func Core() *Manifest {
	base.once.Do(func() {
		m, problems := ParseBytes("core.yaml", coreYAML)
		if len(problems) > 0 {
			panic("core manifest:\n" + Problems(problems).Error())
		}
		base.m = m
	})
	return base.m
}
