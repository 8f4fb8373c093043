package control

import "github.com/doanket/doanket/core/db/migration"

// Steps are all steps in order. A new step goes to the end.
var Steps = []migration.Step{Tenant, Seal, ModulePin}
