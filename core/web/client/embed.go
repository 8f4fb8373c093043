//go:build !no_ui

package client

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built client; without an index.html it was not built.
func Files() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return embed.FS{} // "dist" is a valid name, so this cannot be
	}
	return sub
}
