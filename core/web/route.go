package web

import (
	"net/http"
	"time"
)

// auth says who may call a route at all; what they may do the rooms decide.
type auth string

const (
	public   auth = "public"   // anyone on a province's host
	session  auth = "session"  // a signed-in person or an API token
	operator auth = "operator" // on the operator's port only
)

// How long an act may take, and how large a body it may read.
const (
	quick = 5 * time.Second
	slow  = 30 * time.Second
	long  = 30 * time.Minute // moving a large file over a weak line

	asJSON = bodySize(maxJSON)
	asForm = bodySize(maxForm)
	asFile = bodySize(-1) // bounded by the length declared when the upload began
)

type bodySize int64

// maxForm bounds a small file sent with its form; larger ones go by tus.
const maxForm = 16<<20 + 64<<10

// route is one line of the table: what is called how, for how long, by whom.
type route struct {
	method, path string
	code         int // of success
	budget       time.Duration
	auth         auth
	body         bodySize
	act          endpoint
	summary      string
}

func (r *route) status() int { return r.code }

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
	del   = http.MethodDelete
	head  = http.MethodHead
	opts  = http.MethodOptions
)

// routes is everything the server answers. The OpenAPI document is made of it.
var routes = []route{
	{post, "/session", 200, slow, public, asJSON, handle(sessionOpen), "Sign in with login, password and, if set up, a code"},
	{post, "/session/link", 200, slow, public, asJSON, handle(sessionLink), "Sign in with a one-time link and set a password"},
	{del, "/session", 204, quick, session, asJSON, handle(sessionClose), "Sign out"},
	{get, "/me", 200, quick, session, asJSON, handle(meGet), "Who I am, where I work and what I may open"},
	{post, "/me/password", 204, slow, session, asJSON, handle(mePassword), "Change my password; every session ends"},
	{post, "/me/otp", 200, quick, session, asJSON, handle(otpEnrol), "Begin setting up a second factor"},
	{post, "/me/otp/confirm", 200, quick, session, asJSON, handle(otpConfirm), "Switch the second factor on"},
	{get, "/me/sessions", 200, quick, session, asJSON, handle(sessionList), "My signed-in browsers"},
	{del, "/me/sessions/{id}", 204, quick, session, asJSON, handle(sessionRevoke), "End one of my sessions"},
	{get, "/me/tokens", 200, quick, session, asJSON, handle(tokenList), "My API tokens"},
	{post, "/me/tokens", 201, quick, session, asJSON, handle(tokenCreate), "Make an API token; its secret is shown once"},
	{del, "/me/tokens/{id}", 204, quick, session, asJSON, handle(tokenRevoke), "End an API token"},
	{get, "/today", 200, quick, session, asJSON, handle(todayGet), "What is due, overdue, returned, waiting for me"},

	{get, "/units", 200, quick, session, asJSON, handle(unitList), "Units, also of a past day"},
	{post, "/units", 201, quick, session, asJSON, handle(unitOpen), "Open a unit"},
	{get, "/units/{id}", 200, quick, session, asJSON, handle(unitGet), "One unit"},
	{get, "/units/{id}/acts", 200, quick, session, asJSON, handle(unitActs), "What was done to a unit, on which basis"},
	{post, "/units/{id}/acts", 200, slow, session, asJSON, handle(unitAct), "Rename, move, close, merge, split or reopen a unit"},
	{get, "/unit-kinds", 200, quick, session, asJSON, handle(unitKinds), "Kinds of units of the province"},
	{get, "/people", 200, quick, session, asJSON, handle(personList), "People and their posts"},
	{post, "/people", 201, quick, session, asJSON, handle(personCreate), "Add a person"},
	{get, "/people/{id}", 200, quick, session, asJSON, handle(personGet), "One person"},
	{patch, "/people/{id}", 200, quick, session, asJSON, handle(personChange), "Change, disable or enable a person"},
	{post, "/people/{id}/posts", 201, quick, session, asJSON, handle(postGrant), "Give a post"},
	{del, "/posts/{id}", 204, quick, session, asJSON, handle(postRevoke), "End a post"},
	{post, "/people/{id}/link", 201, quick, session, asJSON, handle(personLink), "Make a one-time sign-in link"},
	{get, "/roles", 200, quick, session, asJSON, handle(roleList), "Roles of the province"},
	{get, "/why", 200, quick, session, asJSON, handle(whyGet), "Why a person can or cannot do something"},

	{get, "/kinds", 200, quick, session, asJSON, handle(kindList), "Kinds of records, as their manifests declare them"},
	{get, "/records/{module}.{kind}", 200, slow, session, asJSON, handle(recordList), "Records of a kind"},
	{post, "/records/{module}.{kind}", 201, slow, session, asJSON, handle(recordCreate), "Create a record, as a draft or with a first step"},
	{get, "/records/{id}", 200, quick, session, asJSON, handle(recordGet), "One record with evidence, steps and deadlines"},
	{patch, "/records/{id}", 200, slow, session, asJSON, handle(recordChange), "Change fields"},
	{del, "/records/{id}", 204, quick, session, asJSON, handle(recordDiscard), "Throw a draft away"},
	{post, "/records/{id}/transitions/{name}", 200, slow, session, asJSON, handle(recordDo), "Take a step"},
	{get, "/records/{id}/history", 200, quick, session, asJSON, handle(recordHistory), "Who changed what, when and why"},
	{get, "/records/{id}/comments", 200, quick, session, asJSON, handle(commentList), "Remarks"},
	{post, "/records/{id}/comments", 201, quick, session, asJSON, handle(commentAdd), "Add a remark"},
	{post, "/records/{id}/documents", 201, long, session, asForm, withForm(handle(documentAttach)), "Put a document into a slot, by upload, by document or as a form"},
	{del, "/records/{id}/documents/{document}", 204, quick, session, asJSON, handle(documentDetach), "Take a document off a record"},

	{opts, "/uploads", 204, quick, public, asJSON, handle(uploadOptions), "What of tus 1.0 is spoken"},
	{post, "/uploads", 201, quick, session, asJSON, handle(uploadBegin), "tus: begin an upload"},
	{head, "/uploads/{id}", 200, quick, session, asJSON, handle(uploadHead), "tus: how far an upload is"},
	{patch, "/uploads/{id}", 204, long, session, asFile, handle(uploadAppend), "tus: send bytes"},
	{del, "/uploads/{id}", 204, quick, session, asJSON, handle(uploadAbort), "tus: give an upload up"},
	{get, "/document-kinds", 200, quick, session, asJSON, handle(documentKinds), "Kinds of papers"},
	{get, "/documents/{id}", 200, quick, session, asJSON, handle(documentGet), "One document and what it proves"},
	{get, "/documents/{id}/content", 200, long, session, asJSON, handle(documentContent), "The document's bytes, in whole or in part"},
	{get, "/documents/{id}/versions", 200, quick, session, asJSON, handle(documentVersions), "Versions, newest first"},
	{post, "/documents/{id}/versions", 201, long, session, asForm, withForm(handle(documentReplace)), "Add a version"},

	{get, "/boards", 200, quick, session, asJSON, handle(boardList), "Boards of figures"},
	{get, "/boards/{id}", 200, quick, session, asJSON, handle(boardGet), "A board at a unit in a period"},
	{get, "/figures/{measure}", 200, quick, session, asJSON, handle(figureGet), "One figure: proven, claimed, target"},
	{get, "/figures/{measure}/lineage", 200, quick, session, asJSON, handle(figureLineage), "Units, records and documents a figure rests on"},

	{get, "/modules", 200, quick, session, asJSON, handle(moduleList), "The module switchboard"},
	{post, "/modules/{id}", 200, slow, session, asJSON, handle(moduleSet), "Switch a module on or off"},
	{get, "/audit", 200, quick, session, asJSON, handle(auditList), "The audit log"},
	{get, "/jobs", 200, quick, session, asJSON, handle(jobList), "How the queue of work to do later stands, by kind"},
	{get, "/jobs/dead", 200, quick, session, asJSON, handle(jobDead), "Jobs that used up their tries"},
	{post, "/jobs/dead/retry", 200, slow, session, asJSON, handle(jobRetry), "Give dead jobs their tries back, by id or all of a kind"},
	{post, "/jobs/dead/drop", 200, slow, session, asJSON, handle(jobDrop), "Delete dead jobs for good, by id or all of a kind"},
	{get, "/settings", 200, quick, session, asJSON, handle(settingGet), "What the province decides for itself"},
	{patch, "/settings", 200, slow, session, asJSON, handle(settingChange), "Change settings"},
	{get, "/notices", 200, quick, session, asJSON, handle(noticeList), "My notices"},
	{post, "/notices/{id}/read", 204, quick, session, asJSON, handle(noticeRead), "Mark a notice, or all, as read"},
	{get, "/openapi.json", 200, quick, public, asJSON, handle(openapiGet), "This description"},

	{get, "/healthz", 200, quick, operator, asJSON, handle(healthz), "The process answers"},
	{get, "/readyz", 200, quick, operator, asJSON, handle(readyz), "Requests may be sent here"},
}
