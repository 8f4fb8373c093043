//go:build no_ui

package client

import (
	"embed"
	"io/fs"
)

// Files is empty in a build without the client.
func Files() fs.FS { return embed.FS{} }
