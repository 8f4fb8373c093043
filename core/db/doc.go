// Package db gives each province its own database, on SQLite (a file) or
// PostgreSQL (a schema and a login role), through bun.
//
// Owns: opening and closing, transactions, migrations, what differs between
// the two dialects, the translation of driver errors into faults, dump and load,
// what rooms keep of a database in memory (Kept, Cache).
// Does not own: any table but the registry of provinces on PostgreSQL.
// Called by: every room that owns tables; cmd/doanket opens the Cluster.
//
// A context carries the province (Cluster.Enter). Of(ctx) reads; InTx(ctx, fn)
// writes. A write outside InTx fails on purpose. Query, QueryRow, Exec and
// InsertRows run hand-written statements that each connection prepares once;
// bun's own are written with their values inside and prepared each time.
package db
