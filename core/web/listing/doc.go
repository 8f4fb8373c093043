// Package listing is the question for a list of records, as an address asks it: for
// the list itself and for what is made of it.
//
// Owns: the words of the address.
// Does not own: what is listed (record), how it is answered.
// Called by: web, web/sheet.
package listing
