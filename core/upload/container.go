package upload

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload/archive"
)

// typesLimit bounds [Content_Types].xml, the one part that is inflated, and that
// once; a real one has some KiB.
const typesLimit = 1 << 20

// mains are the content types of the main part of an Office file.
var mains = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}

// look opens containers: an Office file must be what it says and carry no macros.
func look(name string, f format, r io.ReaderAt, size int64) error {
	switch {
	case mains[f.ext] != "":
		return lookOffice(name, f, r, size)
	case f.family == "ole":
		return lookOld(name, io.NewSectionReader(r, 0, size))
	case f.ext == "zip":
		if _, err := archive.Open(r, size, 2*typesLimit); err != nil {
			return damaged(name, err)
		}
	}
	return nil
}

func lookOffice(name string, f format, r io.ReaderAt, size int64) error {
	if isOLE(r) {
		return lookLocked(name, io.NewSectionReader(r, 0, size))
	}
	parts, err := archive.Open(r, size, 2*typesLimit)
	if err != nil {
		return damaged(name, err)
	}
	var types string
	for _, part := range parts.File {
		if strings.HasSuffix(strings.ToLower(part.Name), "vbaproject.bin") {
			return fileFault("macro_refused", name)
		}
		if part.Name == "[Content_Types].xml" {
			if types != "" { // two may say two things, and each costs
				return damaged(name, archive.ErrCostly)
			}
			if types, err = readTypes(part); err != nil {
				return damaged(name, err)
			}
		}
	}
	switch {
	case strings.Contains(types, "macroEnabled"):
		return fileFault("macro_refused", name)
	case !strings.Contains(types, mains[f.ext]):
		return mismatch(name, "application/zip")
	}
	return nil
}

func readTypes(part *zip.File) (string, error) {
	body, err := part.Open()
	if err != nil {
		return "", err
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, typesLimit+1))
	if len(text) > typesLimit {
		err = archive.ErrCostly
	}
	return string(text), err
}

// damaged keeps the store's own troubles, and what would cost too much, apart
// from a file that is no archive.
func damaged(name string, err error) error {
	var away *fault.Error
	if errors.As(err, &away) {
		return err
	}
	if errors.Is(err, archive.ErrCostly) {
		return fileFault("archive_too_costly", name)
	}
	return mismatch(name, "damaged")
}

// What the old container names its parts: the folder that holds macros, and the
// whole of a newer file that a password locks ([MS-OFFCRYPTO] 2.3.4).
var (
	vbaMark    = utf16le("_VBA_PROJECT")
	lockedMark = utf16le("EncryptedPackage")
)

var oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

func isOLE(r io.ReaderAt) bool {
	head := make([]byte, len(oleMagic))
	_, err := r.ReadAt(head, 0)
	return (err == nil || err == io.EOF) && bytes.Equal(head, oleMagic)
}

// lookLocked tells a newer Office file behind a password from an old one under
// a new name.
func lookLocked(name string, r io.Reader) error {
	locked, err := contains(r, lockedMark)
	switch {
	case err != nil:
		return err
	case locked:
		return fileFault("password_protected", name)
	}
	return mismatch(name, "application/x-ole-storage")
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// lookOld reads an old Office file through for macros.
func lookOld(name string, r io.Reader) error {
	found, err := contains(r, vbaMark)
	if found {
		return fileFault("macro_refused", name)
	}
	return err
}

// contains reads r window by window until mark is found or r ends.
func contains(r io.Reader, mark []byte) (bool, error) {
	window := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, window[kept:])
		if bytes.Contains(window[:kept+n], mark) {
			return true, nil
		}
		switch {
		case err == io.EOF, err == io.ErrUnexpectedEOF:
			return false, nil
		case err != nil:
			return false, err
		}
		kept = copy(window, window[len(window)-len(mark):])
	}
}
