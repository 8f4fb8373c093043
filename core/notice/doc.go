// Package notice is the box in which people find what concerns them: a record
// waits for them, came back to them, or falls due soon.
//
// Owns: the table notice, who is told of what, the daily look at due dates.
// Does not own: what is due or waiting (record), who may act (a function given
// at wiring), mail and push (none yet).
// Called by: installation, web, record (as a watcher), job (as its workers).
package notice
