package act

import "github.com/doanket/doanket/core/record/row"

// Command is one write of a batch: with a Kind a new record (as Records.Create), with
// a Transition a step (as Do), else a change of fields (as Change).
type Command struct {
	Kind   string
	UnitID string
	Submit string

	RecordID   string // with a Kind the id the new record gets, "" for any: whoever keeps it finds out after a cut whether it was made
	Version    int
	Transition string

	Fields  map[string]any
	Reason  string
	IdemKey string
	Asked   bool // as Act's
}

// Outcome is what one command came to: the record, or why not.
type Outcome struct {
	Record *row.Record
	Err    error
}
