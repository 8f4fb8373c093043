// Package dbtest gives tests real databases: SQLite always, PostgreSQL when
// DOANKET_TEST_POSTGRES holds a superuser's URL.
//
// Owns: fresh clusters with one migrated province, cleaned up after the test.
// Does not own: test data.
// Called by: tests only.
package dbtest
