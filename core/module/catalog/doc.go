// Package catalog is the file catalog.json of a folder of modules: which binary,
// in which version, with which manifest, signed by whom.
//
// Owns: the file, what of it is signed, copies of modules kept to be put back.
// Does not own: what runs (module), which keys and versions the operator takes
// (cmd/doanket, tenant/pin).
// Called by: module and cmd/doanket.
package catalog
