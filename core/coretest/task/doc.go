// Package task is the rig of a task module's own story: a province of the
// repository with every module of plugins/ installed, the one under test judged
// in this process, and people of that province who speak HTTP.
//
// Owns: opening the province, the steps of a story, reading a figure.
// Does not own: any behaviour (core/coretest opens the installation).
// Called by: tests of modules.
package task
