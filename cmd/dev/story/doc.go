// Package story is the cast of the browser stories.
//
// Owns: the people, the provinces as the stories need them, and what the stories
// are told of both by the environment.
// Does not own: building and starting the product, the stories (core/web/client/e2e).
// Called by: cmd/dev.
package story
