package manifest

import "embed"

// Declarations is the Go source of the declarations: their comments are what
// an author's editor tells of each key.
//
//go:embed manifest.go kind.go lifecycle.go duty.go creation.go child.go section.go
var Declarations embed.FS
