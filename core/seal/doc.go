// Package seal keeps the values of sealed fields from everybody who may read a
// record: encrypted on arrival, opened by two keepers for minutes, gone for good
// when the record's key is shredded (adr/0014).
//
// Owns: the master keys in memory, the tables seal_province_key,
// seal_record_key, seal_lasting_key, seal_opening and the control table seal_shredded.
// Does not own: where a sealed value is stored (record), which fields are
// sealed (manifest), who may ask (access).
// Called by: closing, installation, province, web, cmd/doanket, and record (as its Sealer).
package seal
