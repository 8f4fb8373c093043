// Package notice is the box in which people find what concerns them: a record
// waits for them, came back to them, or falls due soon.
//
// Owns: the tables notice and reminder, who is told of what, the daily climb of the
// province's ladders of reminders.
// Does not own: what is due or waiting (record), what units owe (duty), the ladders
// (tenant), who may act (a function given at wiring), mail and push (none yet).
// Called by: installation, web, record (as a watcher), job (as its workers).
package notice
