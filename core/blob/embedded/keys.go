package embedded

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

type keys struct {
	Access string `json:"access"`
	Secret string `json:"secret"`
}

// loadKeys reads the folder's keys, or makes them at random the first time.
// Two processes starting at once agree: the first link wins.
func loadKeys(path string) (keys, error) {
	k, err := readKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	fresh := keys{Access: rand.Text(), Secret: rand.Text() + rand.Text()}
	body, err := json.Marshal(fresh)
	if err != nil {
		return keys{}, fmt.Errorf("write keys: %w", err)
	}
	draft := path + "." + rand.Text()
	if err := os.WriteFile(draft, body, 0o600); err != nil {
		return keys{}, fmt.Errorf("write keys: %w", err)
	}
	defer os.Remove(draft)
	if err := os.Link(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return keys{}, fmt.Errorf("keep keys: %w", err)
	}
	return readKeys(path)
}

func readKeys(path string) (keys, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return keys{}, fmt.Errorf("read keys: %w", err)
	}
	var k keys
	if err := json.Unmarshal(body, &k); err != nil || k.Access == "" || k.Secret == "" {
		return keys{}, fmt.Errorf("read keys: %s is damaged, restore it from the backup of the data folder", path)
	}
	return k, nil
}
