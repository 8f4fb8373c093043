// Package proposal answers for acts that wait for a second administrator: which
// there are, and confirming or refusing them.
//
// Owns: their wire form.
// Does not own: what they do (core/web/person, core/web/admin), how they are kept
// (core/proposal).
// Called by: core/web, which puts its handlers onto routes; core/web/person and
// core/web/admin propose through it.
package proposal
