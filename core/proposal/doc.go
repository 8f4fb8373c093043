// Package proposal is dual control: acts that one administrator proposes and
// another one confirms before they are done, since one alone could come into
// somebody's account by them or weaken a check of the province.
//
// Owns: what is proposed, by whom, until when, and what became of it.
// Does not own: what needs a second administrator and how it is done (core/web),
// who may confirm (access, through core/web), who is told (notice, through the wiring).
// Called by: web, web/admin, web/person, web/proposal; installation joins it.
package proposal
