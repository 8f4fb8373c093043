// Package manifest is what a module declares: kinds with their fields, lifecycle,
// deadlines and slots, measures, boards, roles and texts. It reads a manifest
// (module.yaml and labels.yaml), and says of every fault file, line and mend.
//
// Owns: the declarations, Parse and ParseBytes, lint, the base manifest of the
// core (core.yaml).
// Does not own: evaluating expressions (manifest/rule), how a province uses a
// kind (kind), what crosses the process border (sdk).
// Called by: setup, publication, closing, closing/statement, report, sheet, document, duty, indicator, installation, kind, manifest/audience, manifest/child, manifest/publication,
// manifest/duty, manifest/grant, manifest/rule, manifest/section, module, notice, programme, province, record,
// sdk, switchboard, tenant, upload, web, cmd/doanket.
package manifest
