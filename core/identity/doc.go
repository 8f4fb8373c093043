// Package identity knows the people of a province, the posts they hold, and
// how they prove who they are.
//
// Owns: people, posts, passwords, second factors, one-time links, sessions,
// API tokens, sign-in through an OIDC provider, lock-out; the Actor in ctx.
// Does not own: what a role may do (access), the tree (a small Units is given
// at wiring), cookies and headers (web).
// Called by: setup, closing, report, sheet, access, audit, document, duty, idempotency, installation, notice, programme, proposal,
// province, record, seal, succession, upload, web, cmd/doanket.
//
// Secrets are kept as SHA-256, passwords as argon2id. A day is inside a post
// when From ≤ day ≤ To; a To of zero is open.
package identity
