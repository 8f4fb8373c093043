// Package coretest is the rig of tests: a whole installation with two small
// provinces, people in every post, a demo task module, real SQLite (or
// PostgreSQL) and a real S3 server.
//
// Owns: the demo manifest, the two provinces (made once a test binary by
// core/province and copied for every rig), clients that speak HTTP as a
// person would.
// Does not own: any behaviour (core/installation joins the same rooms people
// run).
// Called by: tests of web and of the whole.
package coretest
