package reference

import "github.com/doanket/doanket/core/manifest"

// needs says what a decision can ask to know.
func (p *page) needs() {
	p.head("What a decision may know: needs")
	p.line("A decision in Go sees the record before and after, nothing else, unless `needs:` of the kind asks for more, step by step. The platform fetches it under the module's grants and hands it over as plain data.\n")
	p.table([]string{"ask", "gives"}, [][]string{
		{code("plan"), "the record the reference field `plan` points at: its `id`, `state` and `number`"},
		{code("plan.title"), "one field of it; a sealed one is refused"},
		{code("children(garden.visit)<=50"), "the records of the kind that point here, at most 50; without a limit 100"},
	})
	p.line("\nKinds of other modules are named under `grants: read`. For instance:")
	p.line("```yaml\nneeds:\n  close: [plan.title, \"children(core.recommendation)<=50\"]\n```")
}

// actions are what a permission can name.
func (p *page) actions() {
	p.head("Actions")
	p.line("`access:` of a kind gives actions to the module's roles; `read@subtree` gives one with another reach than the role's. Steps are permitted by their own `roles:`.\n")
	p.table([]string{"action", "lets"}, [][]string{
		{code("read"), "see the record, its evidence and its history"},
		{code("create"), "begin a record"},
		{code("update"), "write what is open: drafts and returned records as a whole, elsewhere what the state leaves open"},
		{code("attach"), "put documents into the slots that are open, and take them out"},
		{code("comment"), "add a remark"},
		{code("discard"), "throw a draft away"},
		{code("unseal"), "ask to open sealed fields, and approve another's asking"},
		{code("do:<step>"), "take a step; given by the step's roles"},
	})
	p.line("")
	p.table([]string{"reach", "is"}, [][]string{
		{code(manifest.ReachOwn), "the unit of the post"},
		{code(manifest.ReachBranch), "and units of its branch at and below its place"},
		{code(manifest.ReachSubtree), "all units at and below its place"},
		{code(manifest.ReachAddressed), "records delivered to the unit"},
		{code(manifest.ReachAddressedSubtree), "or to any unit at or below its place"},
	})
}

// choices are the words other keys choose from.
func (p *page) choices() {
	p.head("Words to choose from")
	p.table([]string{"for", "one of"}, [][]string{
		{"sensitivity of a kind", code(manifest.SensitivityRestricted) + " (the log names every reading of a document); none"},
		{"icon of a line of the menu", code(manifest.Icons()...)},
		{"types of a slot", code(manifest.SlotTypes()...)},
		{"phase of a state", code(manifest.PhaseDraft, manifest.PhaseActive, manifest.PhaseReturned, manifest.PhaseDone, manifest.PhaseCancelled)},
	})
}
