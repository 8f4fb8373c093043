package base

import "embed"

// Files is the base manifest as a module's folder has it: module.yaml,
// labels.yaml and kinds/ with a file per kind.
//
//go:embed module.yaml labels.yaml kinds
var Files embed.FS
