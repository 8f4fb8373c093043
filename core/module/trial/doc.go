// Package trial examines a module's finished binary before anybody trusts it.
//
// Owns: what is done to a binary and what must come of it: the exam of its
// decisions, its confinement as the kernel shows it, deaths, stops, floods.
// Does not own: the host it is tried in (module), the confinement (module/cell),
// the exam's questions (sdk/exam).
// Called by: cmd/doanket (`module verify`).
package trial
