// Package job is the queue of work to do later, kept in each province's own
// database, so that a job exists exactly if the act that asked for it commits.
//
// Owns: the tables job and job_schedule; leases, retries, dead jobs, schedules.
// Does not own: what a job does (the room that registers its Worker).
// Called by: every room that enqueues; cmd/doanket starts the workers.
//
// A job that is done is deleted. One that is running has its due time moved to
// the end of its lease, so a killed process's jobs come due by themselves.
package job
