// Package calendar counts days the way the law does: civil dates, working
// days with holidays and make-up Saturdays, legal deadlines with the steps
// that led to them, reporting periods.
//
// Owns: Date, Book (one province's working calendar), Rule, Due, Period and
// the national facts of 2025–2027.
// Does not own: where a province keeps its overrides (tenant), which record
// has which deadline (manifests).
// Called by: document, identity, indicator, kind, manifest, notice, province,
// record, sdk, tenant, unit, web.
package calendar
