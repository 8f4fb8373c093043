package upload

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// The longest name, extension included: characters that a screen bears, and
// bytes that a disk does (a Vietnamese letter takes up to three).
const (
	maxName  = 200
	maxBytes = 255
)

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
	name, _ = text.Line(strings.Map(safeRune, name)) // a mark may now stand behind another letter
	name = strings.TrimRight(strings.TrimLeft(name, " "), ". ")
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
	if len(name) <= maxBytes && utf8.RuneCountInString(name) <= maxName {
		return name
	}
	ext := path.Ext(name)
	if len([]rune(ext)) > 10 {
		ext = ""
	}
	kept, runes := 0, 0
	for at, r := range strings.TrimSuffix(name, ext) {
		if runes++; runes > maxName-utf8.RuneCountInString(ext) || at+utf8.RuneLen(r) > maxBytes-len(ext) {
			break
		}
		kept = at + utf8.RuneLen(r)
	}
	return strings.TrimRight(name[:kept], " .") + ext
}

// aliases are other extensions of the same formats, as phones and browsers write them.
var aliases = map[string]string{"jpeg": "jpg", "jfif": "jpg", "jpe": "jpg", "heif": "heic", "m4v": "mp4", "qt": "mov", "3gpp": "3gp"}

// Extension is the name's, in lower case without dot; jpeg counts as jpg.
func Extension(name string) string {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	return cmp.Or(aliases[ext], ext)
}

// WithExtension puts another extension in place.
func WithExtension(name, ext string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + "." + ext
}
