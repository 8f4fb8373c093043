// Package setup says how far a new province is on its way to its first figure: what is
// done, what is left, and what the starter packs would choose, each beside its source.
//
// Owns: the steps of beginning, when each is done, and how the province stands to a pack.
// Does not own: the packs (province/pack) and any act: units, people, modules and
// settings have their own.
// Called by: installation, web.
package setup
