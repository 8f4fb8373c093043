package sdk

import (
	_ "embed"
	"sync"
)

//go:embed core.yaml
var coreYAML []byte

// Core is the base manifest: the kinds every area shares and the roles of the
// core. Parsed once; callers must not change it.
var Core = sync.OnceValue(func() *Manifest {
	m, problems := ParseBytes("core.yaml", coreYAML)
	if len(problems) > 0 {
		panic("core manifest: " + Problems(problems).Error())
	}
	return m
})
