// Package dbtest gives tests real databases: SQLite always, PostgreSQL when
// DOANKET_TEST_POSTGRES holds a superuser's URL.
//
// Owns: clusters with one migrated province, copied from a template made once a
// test binary and cleaned up after the test; templates for richer ones.
// Does not own: test data.
// Called by: tests only.
package dbtest
