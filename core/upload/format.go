package upload

import (
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/doanket/doanket/core/fault"
)

// headSize is how many first bytes tell a type.
const headSize = 3072

// format is one type of file the house takes.
type format struct {
	ext    string
	mime   string
	family string   // what its first bytes may look like at worst: "zip", "ole", "image", "text", "film"
	also   []string // other names of the type
	asked  bool     // only where a slot names it
}

var formats = []format{
	{ext: "pdf", mime: "application/pdf"},
	{ext: "docx", mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", family: "zip"},
	{ext: "xlsx", mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", family: "zip"},
	{ext: "pptx", mime: "application/vnd.openxmlformats-officedocument.presentationml.presentation", family: "zip"},
	{ext: "doc", mime: "application/msword", family: "ole", also: []string{"application/vnd.ms-word"}},
	{ext: "xls", mime: "application/vnd.ms-excel", family: "ole", also: []string{"application/msexcel"}},
	{ext: "ppt", mime: "application/vnd.ms-powerpoint", family: "ole", also: []string{"application/mspowerpoint"}},
	{ext: "jpg", mime: "image/jpeg", family: "image"},
	{ext: "png", mime: "image/png", family: "image", also: []string{"image/vnd.mozilla.apng"}},
	{ext: "webp", mime: "image/webp", family: "image"},
	{ext: "heic", mime: "image/heic", family: "image", also: []string{"image/heif", "image/heic-sequence", "image/heif-sequence"}},
	// Phones name these as they like: an .mp4 says it is 3GPP or QuickTime, a voice
	// memo that it is a film. It is one box format (ISO 14496-12).
	{ext: "mp4", mime: "video/mp4", family: "film", also: []string{"video/x-m4v"}, asked: true},
	{ext: "mov", mime: "video/quicktime", family: "film", asked: true},
	{ext: "3gp", mime: "video/3gpp", family: "film", also: []string{"video/3gpp2"}, asked: true},
	{ext: "mp3", mime: "audio/mpeg", asked: true},
	{ext: "m4a", mime: "audio/x-m4a", family: "film", also: []string{"audio/mp4"}, asked: true},
	{ext: "txt", mime: "text/plain", family: "text", asked: true},
	{ext: "csv", mime: "text/csv", family: "text", asked: true},
	{ext: "zip", mime: "application/zip", family: "zip", asked: true},
}

// macros are extensions that may carry programs.
var macros = []string{"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"}

func byExtension(ext string) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.ext == ext })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

func byMime(mime string) (format, bool) {
	mime, _, _ = strings.Cut(mime, ";")
	i := slices.IndexFunc(formats, func(f format) bool { return f.mime == mime || slices.Contains(f.also, mime) })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// checkExtension refuses early what a name alone tells; types are the slot's,
// none meaning the ordinary ones.
func checkExtension(name string, types []string) (format, error) {
	ext := Extension(name)
	if slices.Contains(macros, ext) {
		return format{}, fileFault("macro_refused", name)
	}
	f, known := byExtension(ext)
	switch {
	case f.family == "image" && slices.Contains(types, "pdf") && !slices.ContainsFunc(types, pictured):
		return format{}, fault.New(fault.Invalid, "photo_not_taken", fault.Field("file"), fault.Param("types", strings.Join(types, ", ")))
	case !known, len(types) == 0 && f.asked, len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return Extension("."+t) == ext }):
		return format{}, fault.New(fault.Invalid, "type_not_allowed", fault.Field("file"),
			fault.Param("type", ext), fault.Param("types", strings.Join(orOrdinary(types), ", ")))
	}
	return f, nil
}

// pictured reports whether the extension is a picture's.
func pictured(ext string) bool {
	f, _ := byExtension(Extension("." + ext))
	return f.family == "image"
}

func orOrdinary(types []string) []string {
	if len(types) > 0 {
		return types
	}
	for _, f := range formats {
		if !f.asked {
			types = append(types, f.ext)
		}
	}
	return types
}

// sniff holds the first bytes against the name. It answers the format and the
// name, which for a photo saved under another photo's extension is put right.
func sniff(name string, head []byte, types []string) (format, string, error) {
	claimed, err := checkExtension(name, types)
	if err != nil {
		return format{}, "", err
	}
	found := mimetype.Detect(head)
	for m := found; m != nil; m = m.Parent() {
		if f, ok := byMime(m.String()); ok {
			return agree(name, claimed, f, found.String(), types)
		}
		switch fam := familyOf(m.String()); {
		case fam != "" && fam == claimed.family, fam == "ole" && mains[claimed.ext] != "":
			return claimed, name, nil // its inside decides, see look
		}
	}
	return format{}, "", mismatch(name, found.String())
}

// agree compares what the name says with what the bytes say.
func agree(name string, claimed, found format, mime string, types []string) (format, string, error) {
	switch {
	case claimed.ext == found.ext:
		return claimed, name, nil
	case claimed.family == "zip" && found.ext == "zip", claimed.ext == "zip" && found.family == "zip", claimed.family == "text" && found.family == "text",
		claimed.family == "film" && found.family == "film":
		return claimed, name, nil
	case claimed.family == "image" && found.family == "image":
		renamed := WithExtension(name, found.ext)
		if _, err := checkExtension(renamed, types); err != nil {
			return format{}, "", err
		}
		return found, renamed, nil
	}
	return format{}, "", mismatch(name, mime)
}

// familyOf names containers that say nothing of what is inside.
func familyOf(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	switch mime {
	case "application/zip":
		return "zip"
	case "application/x-ole-storage":
		return "ole"
	}
	return ""
}

func mismatch(name, found string) error {
	return fault.New(fault.Invalid, "type_mismatch", fault.Field("file"), fault.Param("name", name), fault.Param("found", found))
}

func fileFault(code, name string) error {
	return fault.New(fault.Invalid, code, fault.Field("file"), fault.Param("name", name))
}

// ExtensionOf is the extension of a type, without dot; "" for one the house
// does not take.
func ExtensionOf(mime string) string {
	f, _ := byMime(mime)
	return f.ext
}
