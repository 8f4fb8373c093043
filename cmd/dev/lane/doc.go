// Package lane runs the steps of long checks side by side on one screen.
//
// Owns: the order (steps of a lane follow one another, lanes do not wait for each
// other), the lines printed, the errors of all lanes at the end.
// Does not own: what a step does.
// Called by: cmd/dev, for its checks, its fuzzing and its stories.
package lane
