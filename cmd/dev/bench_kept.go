package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// kept is what a run remembers of a store beside its rows, so that the next one
// with the same -data goes on from there.
type kept struct {
	Applied bool              // the province is there
	Rows    int64             // added through the API
	How     string            // they came in
	Pace    float64           // rows a second, when rows were added last
	Sent    int64             // rows when the measured commune's were sent to their addressees
	Grown   bool              // as large as the largest province
	Token   map[string]string // of each who asks, by login
}

func keptFile(folder string) string { return filepath.Join(folder, "bench.json") }

// recall reads what a run before left in the folder, nothing in a new one.
func recall(folder string) (*kept, error) {
	k := &kept{Token: map[string]string{}}
	raw, err := os.ReadFile(keptFile(folder))
	if errors.Is(err, os.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, k)
	}
	return k, err
}

func (k *kept) save(folder string) error {
	raw, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(keptFile(folder), raw, 0o600)
}
