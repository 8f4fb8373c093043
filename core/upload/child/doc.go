// Package child reads a stranger's file in a process of its own: this very program,
// begun anew for the one file, which the kernel holds to memory, processor time and
// files, and which ends with whoever waits for it. What a reader takes, leaves behind or
// breaks in is that process's alone.
//
// Owns: how such a process begins, what it may take, how it ends.
// Does not own: what is read of a file (search/extract, sheet/grid).
// Called by: search/extract, sheet, sheet/grid, cmd/doanket.
package child
