// Package sdk is the door for module authors: the shapes that cross the process
// border, and typed Go for the few decisions a declaration cannot express.
//
// Owns: the border types (Item, Verdict, Effect …), Module, Eval and Serve.
// Does not own: what a module declares (manifest), the wire (sdk/wire), storing
// anything (record), starting processes (module).
// Called by: indicator, installation, module, overlap, record, sdk/exam, sdk/sdktest,
// plugins.
package sdk
