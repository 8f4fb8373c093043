// Package person answers for the people of a province: who they are, which
// posts they hold, which roles there are, and how they sign in.
//
// Owns: the wire form of people, posts, roles and tokens.
// Does not own: any rule (core/identity and core/access decide).
// Called by: core/web, which puts its handlers onto routes.
package person
