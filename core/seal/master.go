package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keySize is the length of every key: AES-256.
const keySize = 32

// master is one of the installation's master keys; its id says which one wrapped
// a province's key and tells nothing about it.
type master struct {
	id  string
	box box
}

// Check says what is wrong with the text of master keys: one or more of 32
// random bytes in base64, between commas or white space. The first one wraps,
// the others still unwrap.
func Check(text string) error {
	_, err := parseMasters(text)
	return err
}

// NewMaster is the text of a new master key.
func NewMaster() string { return base64.StdEncoding.EncodeToString(newKey()) }

func newKey() []byte {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails: the process ends instead
	return key
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
}

func parseMasters(text string) ([]master, error) {
	var out []master
	for _, word := range words(text) {
		key, err := base64.StdEncoding.DecodeString(word)
		if err != nil || len(key) != keySize {
			return nil, fmt.Errorf("a master key is %d random bytes in base64 (openssl rand -base64 %d)", keySize, keySize)
		}
		sum := sha256.Sum256(append([]byte("doanket master key "), key...))
		out = append(out, master{id: hex.EncodeToString(sum[:8]), box: newBox(key)})
	}
	if len(out) == 0 {
		return nil, errors.New("there is no master key")
	}
	return out, nil
}

// readFile reads the master keys of a file, which is made with a new one if it
// is not there. Only its owner may read it.
func readFile(path string) ([]master, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = writeNew(path, NewMaster()); err == nil || errors.Is(err, fs.ErrExist) {
			raw, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("master keys: %w", err)
	}
	out, err := parseMasters(string(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// writeNew makes a file that only its owner may read; fs.ErrExist when another
// process was first. It is seen whole or not at all.
func writeNew(path, text string) error {
	part, err := written(path, text)
	if err != nil {
		return err
	}
	return errors.Join(os.Link(part, path), os.Remove(part))
}

// replaceFile puts text in place of what the file holds, whole or not at all.
func replaceFile(path, text string) error {
	part, err := written(path, text)
	if err != nil {
		return err
	}
	return os.Rename(part, path)
}

// written is a file with text beside path, on the disk.
func written(path, text string) (string, error) {
	part, err := os.CreateTemp(filepath.Dir(path), ".seal-") // 0600
	if err != nil {
		return "", err
	}
	_, err = part.WriteString(text + "\n")
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return "", errors.Join(err, os.Remove(part.Name()))
	}
	return part.Name(), nil
}
