// Package tenant is the registry of provinces: their names, hosts, settings,
// which modules are on; and the province in a context.
//
// Owns: the control table tenant.
// Does not own: the province's database (db), its bucket (blob), its people.
// Called by: setup, publication, closing, duty, identity, indicator, installation, kind, notice, province, record, report,
// seal, switchboard, web, cmd/doanket.
package tenant
