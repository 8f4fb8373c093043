// Package indicator turns records into figures: each record's contribution is
// written in the record's own transaction, a job folds contributions up the
// organisation tree, boards and lineage read the folded figures.
//
// Owns: measures at work, contributions, figures, boards, lineage, recompute.
// Does not own: what a measure means (the manifests), records (record), the
// documents that prove (file, asked through Proofs).
// Called by: record (as a Watcher), web, cmd.
//
// A figure is proven + claimed. Amounts are kept as whole thousandths, so that
// a recompute meets the folded figure exactly.
package indicator
