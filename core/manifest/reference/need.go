package reference

import "github.com/doanket/doanket/core/manifest"

// needs says what a decision can ask to know.
func (p *page) needs() {
	p.head("What a decision may know: needs")
	p.line("A decision in Go sees the record before and after, nothing else, unless `needs:` of the kind asks for more, step by step. The platform fetches it under the module's grants and hands it over as plain data.\n")
	p.table([]string{"ask", "gives"}, [][]string{
		{code("plan"), "the record the reference field `plan` points at: its `id`, `state` and `number`"},
		{code("plan.title"), "one field of it; a sealed one is refused"},
		{code("similar"), "what the find of that name finds, see below; in Go `sdk.Found[VisitSimilar](e, \"similar\")`"},
		{code("children(garden.visit)<=50"), "the records of the kind that point here, at most 50; without a limit 100"},
	})
	p.line("\nKinds of other modules are named under `grants: read`. For instance:")
	p.line("```yaml\nneeds:\n  close: [plan.title, \"children(core.recommendation)<=50\"]\n```")
	p.finds()
}

// finds says how other records of the province are asked for.
func (p *page) finds() {
	p.head("Others like it: finds")
	p.line("A kind may ask for other records of the province by what they have in common with this one: `finds:` names each question. Rules read the answer as a list under that name, newest first, at every save or step they are asked at; a decision whose `needs:` names it is given the same. The record itself, drafts and cancelled records are never among them, nor what is being written at the same moment. Nothing is asked while a field it goes by is empty.\n")
	p.line("Same sort, same place, within 90 days:\n")
	p.line("```yaml\n" + `kinds:
  - name: petition
    finds:
      similar:
        where: {topic: topic, place: place}        # their field: the field of this record, or unit
        within: {days: 90, theirs: received_on}    # or overlap: {theirs: [from_on, to_on]}
        fields: [received_on]                      # what is told of each, at most 50 of them (limit:)
        link: [file]                               # the steps that tie what they find to this record
    rules:
      - {code: known_already, on: [file], advisory: true, when: "count(similar) > 0"}
      - {code: known_here, on: [file], when: "similar.exists(s, !s.hidden && s.state == 'received')"}
    needs:
      judge: [similar]` + "\n```\n")
	p.line("What the person who acts may not read is found too: `hidden` is true of it, and of its `fields` only those that hold no words (numbers, dates, choices, units) are told, no id, state or number. A tie to it says «Một hồ sơ ở đơn vị khác», nothing else. Sealed fields are refused in `where`, in the dates and in `fields`; of a restricted kind no field is told at all.\n")
	p.line("`shares: {places: places}` asks for those that have a unit in common: their field of a `unit` or of `units`, with such a field of this record or `unit`. It narrows what `where:` or the days give, one of which must be there.\n")
	p.line("A find is answered from an index: of the module's own kinds the platform makes it, of the core's kinds one must be there. In Go, `cmd/dev gen` writes a type for what a find tells: `for _, s := range sdk.Found[PetitionSimilar](e, \"similar\") { … }`.\n")
	p.line("Fields of the record a reference points at need no find: `plan.title` is known to `rules:`, `set:` and `creates:` as it stands.")
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
		{code("attach:<slot>"), "the same for one slot alone"},
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
