package manifest

import "slices"

// Findings collects what is wrong with a manifest; the checks of every topic embed it.
type Findings struct {
	M        *Manifest
	Problems []Problem
}

// Say adds a problem at a path of the manifest.
func (f *Findings) Say(path, what, fix string) {
	f.Problems = append(f.Problems, f.M.Locate(path, what, fix))
}

// Known refuses a word that is not in the list of what exists.
func (f *Findings) Known(path, noun, word string, allowed []string) bool {
	if slices.Contains(allowed, word) {
		return true
	}
	f.Say(path, noun+" "+quote(word)+" does not exist", OneOf(word, allowed))
	return false
}
