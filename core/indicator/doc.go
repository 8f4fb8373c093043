// Package indicator turns records into figures: each record's contribution is
// written in the record's own transaction, a job folds contributions up the
// organisation tree, boards and lineage read the folded figures.
//
// Owns: measures at work, contributions, figures, boards, lineage, recompute.
// Does not own: what a measure means (the manifests), records (record), the
// documents that prove (document, asked through Proofs).
// Called by: closing, report, record (as a Watcher), programme, web, installation, cmd.
//
// A figure is proven + claimed. Amounts are kept as whole thousandths, so that
// a recompute meets the folded figure exactly. Everything stored names the
// revision of its measure: a measure that changes is counted anew over all
// records in the background, and its figure stays the old one, and says so,
// until the new one is whole.
package indicator
