// Package unit keeps the organisation tree of a province through time.
//
// Owns: units, their edges (who stood under whom, under which name and code,
// from when to when), the acts that change them, unit kinds and their branches,
// paths.
// Does not own: who works in a unit (identity), what may be seen (access), the
// records that carry a unit's path (they follow through Mover).
// Called by: setup, publication, search, closing, report, sheet, access, duty, indicator, installation, notice, overlap, programme, province, record, succession, switchboard,
// web, cmd/doanket.
//
// A day is inside a period when From ≤ day ≤ To; a To of zero is open.
// Merged units move under their successor, so one range of paths holds a
// unit's present and past; the tree of a past day is answered from the edges.
package unit
