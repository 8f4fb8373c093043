package web

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/doanket/doanket/core/record/bin"
	"github.com/doanket/doanket/core/record/index"
	"github.com/doanket/doanket/core/web/admin"
	"github.com/doanket/doanket/core/web/batch"
	"github.com/doanket/doanket/core/web/closing"
	"github.com/doanket/doanket/core/web/discarded"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/obligation"
	"github.com/doanket/doanket/core/web/person"
	"github.com/doanket/doanket/core/web/proposal"
	"github.com/doanket/doanket/core/web/provider"
	"github.com/doanket/doanket/core/web/publication"
	"github.com/doanket/doanket/core/web/reporting"
	"github.com/doanket/doanket/core/web/resolution"
	"github.com/doanket/doanket/core/web/search"
	"github.com/doanket/doanket/core/web/setup"
	"github.com/doanket/doanket/core/web/sheet"
	"github.com/doanket/doanket/core/web/shortfall"
)

// handlers are the acts behind the routes, each with the rooms it uses.
type handlers struct {
	session   sessionHandler
	me        meHandler
	secrets   person.Secrets
	person    person.Handler
	unit      admin.Units
	unitTable admin.UnitTables
	why       admin.Why
	kind      kindHandler
	ownField  admin.OwnFields
	record    recordHandler
	opening   openingHandler
	clause    resolution.Handler
	duty      obligation.Handler
	document  documentHandler
	upload    uploadHandler
	figure    figureHandler
	module    admin.Switchboard
	job       admin.Queue
	audit     admin.AuditLog
	setting   admin.Settings
	notice    noticeHandler
	openapi   openapiHandler
	public    publication.Handler
	batch     batch.Handler
	discarded discarded.Handler
	report    reporting.Handler
	closing   closing.Handler
	sheet     sheet.Handler
	search    search.Handler
	gap       shortfall.Handler
	setup     setup.Handler
	second    proposal.Handler
	provider  provider.Handler[meOut]
}

func newHandlers(d Deps, o Options) handlers {
	people := person.Handler{People: d.People, Tree: d.Tree, Gate: d.Gate, Roles: d.Roles, Herald: d.Box, LinkTTL: o.LinkTTL, Second: proposal.Handler{Proposals: d.Proposals, People: d.People, Acts: map[string]proposal.Act{}}}
	figures := figureHandler{d.Figures, d.Kinds, d.Gate, d.Tree}
	me := meHandler{d.Kinds, d.Gate, people, person.Devices{Key: d.DeviceKey}, figures.boards}
	documents := documentHandler{d.Documents, d.Records, d.People}
	settings := admin.Settings{Tenants: d.Tenants, Gate: d.Gate, Records: d.Records, Duties: d.Duties, Tree: d.Tree, Kinds: d.Kinds, Roles: d.Roles, Second: people.Second}
	maps.Copy(people.Second.Acts, people.Acts())
	maps.Copy(people.Second.Acts, settings.Acts())
	return handlers{
		session: sessionHandler{d.People, me}, me: me, secrets: person.Secrets{People: d.People}, person: people,
		unit: admin.Units{Tree: d.Tree, Succession: d.Succession, RecordKinds: d.Kinds, Gate: d.Gate, People: d.People}, unitTable: admin.UnitTables{Tree: d.Tree, Sheets: d.Sheets, Gate: d.Gate}, why: admin.Why{Gate: d.Gate, Records: d.Records}, kind: kindHandler{d.Kinds, d.Gate, d.Tree},
		ownField: admin.OwnFields{Kinds: d.Kinds, Plans: d.Fields, Index: &index.Index{Kinds: d.Kinds}, Tenants: d.Tenants, Gate: d.Gate},
		record:   recordHandler{d.Records, d.Kinds, d.Gate, d.Tree, d.People, people, documents},
		opening:  openingHandler{d.Openings, d.People},
		clause:   resolution.Handler{Programme: d.Programme, Gate: d.Gate, Tree: d.Tree, Papers: d.Papers, Placed: figures.placed},
		report:   reporting.Handler{Reports: d.Reports, People: d.People, Placed: figures.placed, Office: d.Office},
		closing:  closing.Handler{Closings: d.Closings, People: d.People, Placed: figures.placed},
		sheet:    sheet.Handler{Sheets: d.Sheets, Kinds: d.Kinds}, search: search.Handler{Search: d.Search, Tree: d.Tree},
		gap: shortfall.Handler{Gaps: d.Gaps, Placed: figures.placed}, setup: setup.Handler{Beginnings: d.Setup, Gate: d.Gate},
		duty:     obligation.Handler{Duties: d.Duties, Tree: d.Tree, People: d.People},
		document: documents, upload: uploadHandler{d.Uploads}, figure: figures, module: admin.Switchboard{Modules: d.Modules, Gate: d.Gate, Tenants: d.Tenants},
		job: admin.Queue{Jobs: d.Jobs, Gate: d.Gate}, audit: admin.AuditLog{Log: d.Audit, Gate: d.Gate}, setting: settings, second: people.Second, provider: provider.Handler[meOut]{People: d.People, Secret: o.ProviderSecret, SignedIn: sessionHandler{d.People, me}.signedIn}, notice: noticeHandler{d.Box},
		openapi: openapiHandler{d.Kinds, new(endpoint.Document)}, batch: batch.Handler{Records: d.Records, People: d.People}, discarded: discarded.Handler{Bin: &bin.Bin{Records: d.Records}, Tree: d.Tree, People: d.People}, public: publication.Handler{Pages: d.Public},
	}
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
	head  = http.MethodHead
	opts  = http.MethodOptions

	quick = endpoint.Quick
	slow  = endpoint.Slow
	long  = endpoint.Long

	public  = endpoint.Public
	session = endpoint.Session

	asSmall = endpoint.Small
	asJSON  = endpoint.JSON
	asForm  = endpoint.Form
	asMany  = endpoint.Many
	asFile  = endpoint.Raw
)

func route(method, path string, status int, budget time.Duration, auth endpoint.Auth, body endpoint.BodySize, act endpoint.Endpoint, summary string) endpoint.Route {
	return endpoint.Route{Method: method, Path: path, Status: status, Budget: budget, Auth: auth, Body: body, Act: act, Summary: summary}
}

// routes is everything a province's host answers. The OpenAPI document is made
// of it.
func (h handlers) routes() []endpoint.Route {
	return slices.Concat(h.own(), h.person.DelegationRoutes(), h.discarded.Routes(), h.batch.Routes(), h.opening.routes(), h.shared(), h.clause.Routes(), h.gap.Routes(), h.setup.Routes(), h.report.Routes(), h.closing.Routes(), h.sheet.Routes(), h.unitTable.Routes(), h.search.Routes(), h.public.Routes(), h.second.Routes(), h.provider.Routes())
}

// own is what concerns the caller alone.
func (h handlers) own() []endpoint.Route {
	return []endpoint.Route{
		route(post, "/session", 200, slow, public, asSmall, endpoint.Handle(h.session.open), "Sign in with login, password and, if set up, a code"),
		route(post, "/session/link", 200, slow, public, asSmall, endpoint.Handle(h.session.link), "Sign in with a one-time link and set a password"),
		route(del, "/session", 204, quick, session, asJSON, endpoint.Handle(h.session.close), "Sign out"),
		route(get, "/me", 200, quick, session, asJSON, endpoint.Handle(h.me.get), "Who I am, where I work and what I may open"),
		route(post, "/me/password", 204, slow, session, asJSON, endpoint.Handle(h.secrets.ChangePassword), "Change my password; every session ends"),
		route(post, "/me/proof", 204, slow, session, asJSON, endpoint.Handle(h.secrets.Prove), "Show my password or a code again, before something grave"),
		route(post, "/me/otp", 200, quick, session, asJSON, endpoint.Handle(h.secrets.EnrolOTP), "Begin setting up a second factor"),
		route(post, "/me/otp/confirm", 200, quick, session, asJSON, endpoint.Handle(h.secrets.ConfirmOTP), "Switch the second factor on"),
		route(get, "/me/sessions", 200, quick, session, asJSON, endpoint.Handle(h.secrets.Sessions), "My signed-in browsers"),
		route(del, "/me/sessions", 204, quick, session, asJSON, endpoint.Handle(h.secrets.RevokeSessions), "Sign out everywhere, here too"),
		route(del, "/me/sessions/{id}", 204, quick, session, asJSON, endpoint.Handle(h.secrets.RevokeSession), "End one of my sessions"),
		route(get, "/me/tokens", 200, quick, session, asJSON, endpoint.Handle(h.secrets.Tokens), "My API tokens"),
		route(post, "/me/tokens", 201, quick, session, asJSON, endpoint.Handle(h.secrets.CreateToken), "Make an API token; its secret is shown once"),
		route(del, "/me/tokens/{id}", 204, quick, session, asJSON, endpoint.Handle(h.secrets.RevokeToken), "End an API token"),
		route(get, "/today", 200, quick, session, asJSON, endpoint.Handle(h.record.today), "What is due, overdue, returned, waiting for me"),
	}
}

// shared is what the province keeps together.
func (h handlers) shared() []endpoint.Route {
	return []endpoint.Route{
		route(get, "/units", 200, quick, session, asJSON, endpoint.Handle(h.unit.List), "Units, also of a past day"),
		route(post, "/units", 201, quick, session, asJSON, endpoint.Handle(h.unit.Open), "Open a unit"),
		route(get, "/units/{id}", 200, quick, session, asJSON, endpoint.Handle(h.unit.Get), "One unit"),
		route(get, "/units/{id}/acts", 200, quick, session, asJSON, endpoint.Handle(h.unit.Acts), "What was done to a unit, on which basis"),
		route(post, "/units/{id}/acts", 200, slow, session, asJSON, endpoint.Handle(h.unit.Act), "Rename, move, close, merge, split or reopen a unit"),
		route(post, "/units/{id}/rehearsals", 200, slow, session, asJSON, endpoint.Handle(h.unit.Rehearse), "Try an act on a unit out: what it would touch, or why it would be refused"),
		route(get, "/unit-kinds", 200, quick, session, asJSON, endpoint.Handle(h.unit.Kinds), "Kinds of units of the province"),
		route(get, "/people", 200, quick, session, asJSON, endpoint.Handle(h.person.List), "People and their posts"),
		route(post, "/people", 201, quick, session, asJSON, endpoint.Handle(h.person.Create), "Add a person"),
		route(get, "/people/{id}", 200, quick, session, asJSON, endpoint.Handle(h.person.Get), "One person"),
		route(patch, "/people/{id}", 200, quick, session, asJSON, endpoint.Handle(h.person.Change), "Change, disable or enable a person").OrAccepted(),
		route(post, "/people/{id}/posts", 201, quick, session, asJSON, endpoint.Handle(h.person.GrantPost), "Give a post"),
		route(del, "/posts/{id}", 204, quick, session, asJSON, endpoint.Handle(h.person.RevokePost), "End a post"),
		route(post, "/people/{id}/link", 201, quick, session, asJSON, endpoint.Handle(h.person.Link), "Make a one-time sign-in link").OrAccepted(),
		route(get, "/roles", 200, quick, session, asJSON, endpoint.Handle(h.person.ListRoles), "Roles of the province"),
		route(get, "/why", 200, quick, session, asJSON, endpoint.Handle(h.why.Get), "Why a person can or cannot do something"),

		route(get, "/kinds", 200, quick, session, asJSON, endpoint.Handle(h.kind.list), "Kinds of records, as their manifests declare them"),
		route(get, "/kinds/{module}.{kind}/fields", 200, quick, session, asJSON, endpoint.Handle(h.ownField.List), "Fields the province adds to a kind"),
		route(put, "/kinds/{module}.{kind}/fields", 200, slow, session, asJSON, endpoint.Handle(h.ownField.Set), "Add, change or hide the province's own fields of a kind"),
		route(get, "/recommendations/ledger", 200, slow, session, asJSON, endpoint.Handle(h.record.ledger), "Recommendations by answering body"),
		route(get, "/records/{module}.{kind}", 200, slow, session, asJSON, endpoint.Handle(h.record.list), "Records of a kind"),
		route(post, "/records/{module}.{kind}", 201, slow, session, asJSON, endpoint.Handle(h.record.create), "Create a record, as a draft or with a first step"),
		route(get, "/records/{id}", 200, quick, session, asJSON, endpoint.Handle(h.record.get), "One record with evidence, steps and deadlines"),
		route(patch, "/records/{id}", 200, slow, session, asJSON, endpoint.Handle(h.record.change), "Change fields"),
		route(del, "/records/{id}", 204, quick, session, asJSON, endpoint.Handle(h.record.discard), "Throw a draft away"),
		route(post, "/records/{id}/transitions/{name}", 200, slow, session, asJSON, endpoint.Handle(h.record.do), "Take a step"),
		route(post, "/records/{id}/transitions/{name}/remarks", 200, slow, session, asJSON, endpoint.Handle(h.record.remarks), "Try a step out: what would be remarked of it"),
		route(get, "/records/{id}/history", 200, quick, session, asJSON, endpoint.Handle(h.record.history), "Who changed what, when and why"),
		route(get, "/records/{id}/comments", 200, quick, session, asJSON, endpoint.Handle(h.record.comments), "Remarks"),
		route(post, "/records/{id}/comments", 201, quick, session, asJSON, endpoint.Handle(h.record.comment), "Add a remark"),
		route(post, "/records/{id}/documents", 201, long, session, asForm, endpoint.WithForm(endpoint.Handle(h.document.attach)), "Put a document into a slot, by upload, by document or as a form"),
		route(del, "/records/{id}/documents/{document}", 204, quick, session, asJSON, endpoint.Handle(h.document.detach), "Take a document off a record"),

		route(opts, "/uploads", 204, quick, public, asJSON, endpoint.Handle(h.upload.options), "What of tus 1.0 is spoken"),
		route(post, "/uploads", 201, quick, session, asJSON, endpoint.Handle(h.upload.begin), "tus: begin an upload"),
		route(head, "/uploads/{id}", 200, quick, session, asJSON, endpoint.Handle(h.upload.head), "tus: how far an upload is"),
		route(patch, "/uploads/{id}", 204, long, session, asFile, endpoint.Handle(h.upload.append), "tus: send bytes"),
		route(del, "/uploads/{id}", 204, quick, session, asJSON, endpoint.Handle(h.upload.abort), "tus: give an upload up"),
		route(get, "/document-kinds", 200, quick, session, asJSON, endpoint.Handle(h.document.kinds), "Kinds of papers"),
		route(get, "/documents/{id}", 200, quick, session, asJSON, endpoint.Handle(h.document.get), "One document and what it proves"),
		route(patch, "/documents/{id}", 200, quick, session, asJSON, endpoint.Handle(h.document.correct), "Correct what the face of a document says"),
		route(get, "/documents/{id}/content", 200, long, session, asJSON, endpoint.Handle(h.document.content), "The document's bytes, in whole or in part"),
		route(get, "/documents/{id}/versions", 200, quick, session, asJSON, endpoint.Handle(h.document.versions), "Versions, newest first"),
		route(post, "/documents/{id}/versions", 201, long, session, asForm, endpoint.WithForm(endpoint.Handle(h.document.replace)), "Add a version"),
		route(get, "/boards", 200, quick, session, asJSON, endpoint.Handle(h.figure.boardList), "Boards of figures"),
		route(get, "/boards/{id}", 200, quick, session, asJSON, endpoint.Handle(h.figure.board), "A board at a unit in a period"),
		route(get, "/figures/{measure}", 200, quick, session, asJSON, endpoint.Handle(h.figure.figure), "One figure: proven, claimed, target"),
		route(get, "/figures/{measure}/lineage", 200, quick, session, asJSON, endpoint.Handle(h.figure.lineage), "Units, records and documents a figure rests on"),
		route(get, "/duties", 200, quick, session, asJSON, endpoint.Handle(h.duty.List), "What units owe in a rhythm, before and after it is met"),
		route(get, "/duties/today", 200, quick, session, asJSON, endpoint.Handle(h.duty.Today), "What my units owe, and how those below stand"),
		route(post, "/duties/{id}/open", 200, slow, session, asJSON, endpoint.Handle(h.duty.Open), "The record under way for an obligation, or a new one, prefilled"),
		route(post, "/duties/{id}/excuse", 200, quick, session, asJSON, endpoint.Handle(h.duty.Excuse), "Release a unit from an obligation, with a reason"),
		route(del, "/duties/{id}/excuse", 200, quick, session, asJSON, endpoint.Handle(h.duty.TakeBack), "Take an excuse back"),

		route(get, "/modules", 200, quick, session, asJSON, endpoint.Handle(h.module.List), "The module switchboard"),
		route(post, "/modules/{id}", 200, slow, session, asJSON, endpoint.Handle(h.module.Set), "Switch a module on or off, or on at units that try it"),
		route(post, "/modules/{id}/version", 200, slow, session, asJSON, endpoint.Handle(h.module.Hold), "Hold a module to one of its versions here, or to the newest"),
		route(get, "/modules/{id}/effect", 200, slow, session, asJSON, endpoint.Handle(h.module.Effect), "What switching a module would mean"),
		route(get, "/jobs", 200, quick, session, asJSON, endpoint.Handle(h.job.List), "How the queue of work to do later stands, by kind"),
		route(get, "/jobs/dead", 200, quick, session, asJSON, endpoint.Handle(h.job.Dead), "Jobs that used up their tries"),
		route(post, "/jobs/dead/retry", 200, slow, session, asJSON, endpoint.Handle(h.job.Retry), "Give dead jobs their tries back, by id or all of a kind"),
		route(post, "/jobs/dead/drop", 200, slow, session, asJSON, endpoint.Handle(h.job.Drop), "Delete dead jobs for good, by id or all of a kind"),
		route(get, "/audit", 200, quick, session, asJSON, endpoint.Handle(h.audit.List), "The audit log"),
		route(get, "/settings", 200, quick, session, asJSON, endpoint.Handle(h.setting.Get), "What the province decides for itself"),
		route(patch, "/settings", 200, slow, session, asJSON, endpoint.Handle(h.setting.Change), "Change settings").OrAccepted(),
		route(get, "/notices", 200, quick, session, asJSON, endpoint.Handle(h.notice.list), "My notices"),
		route(post, "/notices/{id}/read", 204, quick, session, asJSON, endpoint.Handle(h.notice.read), "Mark a notice, or all, as read"),
		route(get, "/openapi.json", 200, quick, public, asJSON, endpoint.Handle(h.openapi.get), "This description"),
	}
}
