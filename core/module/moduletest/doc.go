// Package moduletest gives tests a module binary that does what it is told.
//
// Owns: the demo module, folders of modules with its catalogue.
// Does not own: the host and the trial under test.
// Called by: tests of module and module/trial.
package moduletest
