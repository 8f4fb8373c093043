package upload

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// maxName is the longest name in characters, extension included.
const maxName = 200

var (
	// Old browsers send the whole path of the person's disk.
	diskPath = regexp.MustCompile(`^[A-Za-z]:\\(?:.*\\)?`)
	// Names Windows keeps for its devices.
	device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)
)

// CleanName makes a file name that every system keeps: NFC, nothing unsafe on
// Windows, nothing invisible that could disguise the extension.
func CleanName(name string) (string, error) {
	name, problem := text.Line(diskPath.ReplaceAllString(name, ""))
	if problem == text.NotUTF8 {
		return "", fault.New(fault.Invalid, problem, fault.Field("name"))
	}
	name = strings.TrimRight(strings.TrimLeft(strings.Map(safeRune, name), " "), ". ")
	if device.MatchString(name) {
		name = "_" + name
	}
	if strings.Trim(name, "-_. ") == "" {
		return "", fault.New(fault.Invalid, "required", fault.Field("name"))
	}
	return Shorten(name), nil
}

func safeRune(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"/\|?*`, r):
		return '-'
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// Shorten keeps the extension and the beginning.
func Shorten(name string) string {
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	ext := []rune(path.Ext(name))
	if len(ext) > 10 {
		ext = nil
	}
	return string(runes[:maxName-len(ext)]) + string(ext)
}

// Extension is the name's, in lower case without dot; jpeg counts as jpg.
func Extension(name string) string {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if ext == "jpeg" {
		return "jpg"
	}
	return ext
}

// WithExtension puts another extension in place.
func WithExtension(name, ext string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + "." + ext
}
