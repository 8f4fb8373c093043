// Package postgres connects database/sql to PostgreSQL through pgx, which keeps
// the statements each connection has prepared, and forgets them when a table has
// changed under them.
//
// Owns: connections, which statements they keep and for how long.
// Does not own: pools, roles and schemas, faults (db).
// Called by: db only.
package postgres
