import Foundation

/// Lets the other side of a pipe read what was printed.
func flushOutput() { fflush(nil) }
