// Package text is Vietnamese as people type it: one way to clean it, one to
// fold it for search, one to put it in order.
//
// Owns: NFC, letters that only look like Đ, invisible signs, spaces; the key a
// search compares by; the Vietnamese order of letters and tones, numbers by
// their worth ("Thôn 2" before "Thôn 10").
// Does not own: what a name or a number may look like otherwise (the room it
// belongs to), the sentences shown to people (web).
// Called by: every room that takes text, searches or sorts it.
package text
