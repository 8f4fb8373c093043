// Package pack is a starter pack: the task areas, duties and limits a new province
// begins with, each beside its source, and the folder it writes of them.
//
// Owns: reading packs, and the folder of a new province made from one.
// Does not own: what the words mean (province checks the folder when it is applied).
// Called by: cmd/doanket, setup.
package pack
