// Package effort checks what a manifest says its records cost those who keep them.
//
// Owns: minutes that no role of the kind spends, or nobody could.
// Does not own: the declarations (manifest), what a year comes to (tests of the
// product add it up).
// Called by: manifest/rule.
package effort
