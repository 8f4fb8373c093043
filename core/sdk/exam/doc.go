// Package exam asks a module everything its contract promises and says what
// it does not keep: complete labels, pure decisions, no mixing of provinces,
// no crash whatever a record holds.
//
// Owns: the questions, made from the manifest, and how answers are judged.
// Does not own: who carries the questions: sdktest asks in process, core/module
// asks the finished binary behind a host. Both give the same exam.
// Called by: sdktest, module (Verify).
package exam
