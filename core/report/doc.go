// Package report writes the six-month and the annual report on carrying out the
// resolution, and those a province adds, of a unit and a period: the sections of the
// modules that are on, each number a figure, and beside them what people wrote.
//
// Owns: the tables report_text and report_frozen; the chapters of a report, its
// sentences, tables and lists as they read, the texts people write, kept from
// period to period, and the reports that are frozen.
// Does not own: what sections say (manifest), which reports a province adds (tenant), figures and their lineage
// (indicator), who may read which record (record).
// Called by: installation, web, web/reporting.
//
// A report is assembled with the rights of whoever reads it: figures where they may
// see figures, records they may read. A frozen one never changes; who reads it sees
// of its lists what they may read.
package report
