// Package strength judges new passwords.
//
// Owns: how long they are, which are among the commonest or guessed from who has
// them, what a guess of one costs.
// Does not own: how they are kept (identity), what people are told (web).
// Called by: identity.
package strength
