// Package calendar counts days the way the law does: civil dates, working
// days with holidays and make-up Saturdays, legal deadlines with the steps
// that led to them, reporting periods.
//
// Owns: Date and when a day begins and ends in Vietnam, Book (one province's
// working calendar), Rule, Due, Period; the days off of the yearly notices of
// 2025 and 2026, and of any other year as the law lets forecast them.
// Does not own: where a province keeps its overrides (tenant), which record
// has which deadline (manifests).
// Called by: setup, publication, search, closing, closing/statement, report, sheet, document, duty, identity, indicator, kind, ledger, manifest, notice, overlap, paper, programme,
// province, record, sdk, tenant, unit, web.
package calendar
