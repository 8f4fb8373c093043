// Package duty keeps what units owe in a rhythm: an obligation for every unit,
// duty and period, there before anybody has written a record for it.
//
// Owns: the tables duty_rule, duty_obligation and duty_fulfilment; when an
// obligation begins, falls due, is met, met late or excused; opening a record for
// one.
// Does not own: what a duty says (manifest), the records that meet it (record),
// the figure of who met it (indicator), who is reminded (notice).
// Called by: installation, notice, switchboard, web.
package duty
