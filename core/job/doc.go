// Package job is the queue of work to do later, kept in each province's own
// database, so that a job exists exactly if the act that asked for it commits.
//
// Owns: the tables job and job_schedule; leases, retries, dead jobs, schedules.
// Does not own: what a job does (the room that registers its Worker).
// Called by: every room that enqueues; installation starts the workers.
//
// A job that is done is deleted. One that is running has its due time moved to
// the end of its lease, so a killed process's jobs come due by themselves. Jobs
// are claimed, and deleted when done, in batches; a claim reads the front of an
// index by kind, so it costs the same however much waits (adr/0001).
package job
