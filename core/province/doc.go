// Package province is a province as data: the folder that describes it, and
// the archive that holds all of it.
//
// Owns: reading a folder of tenants/, bringing a province to the state it
// describes, importing units, its first people, backup, restore, removal.
// Does not own: any rule of the trade (the rooms it calls), what a person
// changes afterwards (web), the words of the command line (cmd/doanket).
// Called by: cmd/doanket and coretest.
//
// The files of a folder are described in tenants/README.md.
package province
