// Package reading reads the text of a Party resolution, directive or programme into
// sections, task groups, clauses, targets and assignments.
//
// Owns: what of a text is a heading, an item, an obligation of its own, a target; the
// ids that follow from their order, the same for the same text.
// Does not own: the text of files (search/extract), what a province then follows
// (programme), who may set it (web).
// Called by: programme, cmd/doanket, web/resolution.
//
// It is a proposal for people to correct: a resolution numbers its sections and task
// groups, and what each paragraph obliges to is found by full stops, semicolons and
// the words of words.go. Letters of clauses are ours unless the text has letters.
package reading
