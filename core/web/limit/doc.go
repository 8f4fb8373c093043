// Package limit says how much of a server one caller may hold: how often, how
// much at once, how slowly.
//
// Owns: rates per session and address; the slots of a province by kind of work,
// and each holder's part of them; the bytes and the time a body may take.
// Does not own: who asks and what for (core/web/server), the number a province
// was promised (tenant's settings).
// Called by: server.
//
// A province that lets n requests act at once (64 unless it says otherwise) has
//
//	kind      at once, all     one holder            a slot is held
//	Act       n                n/2, 8 at least       while rooms work on it
//	Stranger  n/4, 4 at least  n/8, 4 at least       the same, for who is not signed in
//	Body      4n               16                    while a body comes in
//	Upload    16n              16                    while bytes go on to the store
//
// A holder is a person; of strangers, an address. No kind counts against
// another, and a stranger holds nothing while bytes are awaited.
package limit
