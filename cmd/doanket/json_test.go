package main_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// grammar is what plain answers are worded with and machines need not be told.
var grammar = strings.Fields("lines head in keyed from anchors met breaks documents bytes ok BAD -- done rewrapped keys waiting running dead written communes look through it then and nothing to change wrapped anew provinces of will be read oldest due for s on off pilot only the first master key is needed out take others")

// TestMachinesAreToldAllThatPeopleAre: every value of a command's plain answer stands in
// its --json. Commands that change something are run once for each.
func TestMachinesAreToldAllThatPeopleAre(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	dir := t.TempDir()
	for _, command := range []string{
		"version", "tenant list", "unit list --tenant mau", "user list --tenant mau", "user why quantri admin:settings mau --tenant mau",
		"figures key --tenant mau", "module pin", "doctor",
		"seal rotate --tenant mau", "seal rotate-master", "module list --tenant mau",
		"tenant new moi --pack resolution --code 42 --name Tỉnh_Mới --admin Lan_Anh --dir " + filepath.Join(dir, "#"), "tenant suspend mau", "tenant resume mau",
	} {
		args := func(n string) []string {
			out := strings.Fields(strings.ReplaceAll(command, "#", n))
			for i := range out {
				out[i] = strings.ReplaceAll(out[i], "_", " ")
			}
			return out
		}
		plain, machine := p.run(args("x")...), p.run(append(args("x2"), "--json")...)
		machine = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\"`, `"`, "x2", "x").Replace(machine)
		for _, word := range strings.FieldsFunc(plain, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,:()→="`, r) }) {
			if !slices.Contains(grammar, word) && !strings.Contains(machine, word) {
				t.Errorf("doanket %s says %q to people only:\n%s\n%s", command, word, plain, machine)
				break
			}
		}
	}
}
