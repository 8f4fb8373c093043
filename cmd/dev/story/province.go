package story

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// letterRoles are who works with the module letter: who writes, and what a
// keeper needs beside the province's own role to see the record at all.
const letterRoles = `  - id: letter_officer
    label: {vi: "Người nhận thư", en: "Letter officer"}
    plays: {letter: [officer]}
  - id: letter_reader
    label: {vi: "Người đọc thư", en: "Letter reader"}
    plays: {letter: [reader]}
`

// Provinces copies the provinces into folder, lets Hà Tĩnh use the module letter
// and owe its duties for the last three months; it gives their folders.
func Provinces(folder string) ([]string, error) {
	if err := os.CopyFS(folder, os.DirFS("tenants")); err != nil {
		return nil, err
	}
	home := filepath.Join(folder, "ha-tinh")
	roles, err := os.OpenFile(filepath.Join(home, "roles.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_, err = roles.WriteString(letterRoles)
	if closed := roles.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	enabled := filepath.Join(home, "modules.yaml")
	text, err := os.ReadFile(enabled)
	if err != nil {
		return nil, err
	}
	more := strings.Replace(string(text), "enabled: [", "enabled: [letter, ", 1)
	if more == string(text) {
		return nil, fmt.Errorf("%s enables no module", enabled)
	}
	if err := os.WriteFile(enabled, []byte(more), 0o600); err != nil {
		return nil, err
	}
	if err := oweFrom(filepath.Join(home, "tenant.yaml"), time.Now().AddDate(0, -3, 0)); err != nil {
		return nil, err
	}
	found, err := filepath.Glob(filepath.Join(folder, "*", "tenant.yaml"))
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	return found, err
}

// oweFrom lets what fell due since a day count, so that something was missed.
func oweFrom(tenant string, day time.Time) error {
	text, err := os.ReadFile(tenant)
	if err != nil {
		return err
	}
	more := strings.Replace(string(text), "settings:\n", "settings:\n  duties_from: "+day.Format(time.DateOnly)+"\n", 1)
	if more == string(text) {
		return fmt.Errorf("%s has no settings", tenant)
	}
	return os.WriteFile(tenant, []byte(more), 0o600)
}
