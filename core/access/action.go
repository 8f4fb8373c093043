package access

// The actions of the core. Transitions are "do:<name>"; a module's manifest may
// name further words, which reach it through the roles a province's role plays.
//
//	on records (kind "demo.visit", "core.recommendation", …)
//	  read create update discard attach attach:<slot> comment unseal excuse do:<transition>
//	on the province's own affairs (no kind; a permission for them has kind "*")
//	  admin:units admin:people admin:roles admin:modules admin:settings
//	  audit:read figure:read figure:close report:write report:freeze
//	  give:<role>: to fill posts of a role one does not hold oneself (Beyond)
//
// Nothing is permitted by default: a person without a post reads units, kinds
// and their own session, no record and no figure. The starting point of a
// province is one role,
//
//	tenant_admin: {*, admin:*, subtree} {*, audit:read, subtree} {*, figure:read, subtree}
//
// which administers and reads no record. For the kinds of the core itself
// (core.recommendation, core.meeting) roles play the roles of the manifest
// "core", as with any module: officer drafts and sends from its own unit,
// approver approves what officers of its unit made, responder answers what is
// addressed to its unit, assessor assesses answers, watcher reads the subtree.
const (
	Read    = "read"
	Create  = "create"
	Update  = "update"
	Attach  = "attach"
	Comment = "comment"

	AdminUnits    = "admin:units"
	AdminPeople   = "admin:people"
	AdminRoles    = "admin:roles"
	AdminModules  = "admin:modules"
	AdminSettings = "admin:settings"
	AuditRead     = "audit:read"
	FigureRead    = "figure:read"
	FigureClose   = "figure:close"
	ReportWrite   = "report:write"
	ReportFreeze  = "report:freeze"
)

// AttachTo is the action of putting evidence into one slot: "attach" takes it in.
func AttachTo(slot string) string { return Attach + ":" + slot }

// Do is the action of a transition.
func Do(transition string) string { return "do:" + transition }
