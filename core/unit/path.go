package unit

import "strings"

// segment is the fixed width of one step of a path, in base 36.
const segment = 4

// Range is the half-open range of paths [from, to) that holds path and all
// below it: '0' follows '/' in every byte order.
func Range(path string) (from, to string) {
	if path == "" {
		return "/", "0"
	}
	return path, path[:len(path)-1] + "0"
}

// Under reports whether path is ancestor or lies below it.
func Under(path, ancestor string) bool { return ancestor != "" && strings.HasPrefix(path, ancestor) }

// Ancestors lists the paths from the root down to path itself.
func Ancestors(path string) []string {
	var out []string
	for i := segment + 2; i <= len(path); i += segment + 1 {
		out = append(out, path[:i])
	}
	return out
}
