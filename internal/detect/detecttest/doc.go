// Package detecttest has what the tests and benchmarks of detection are made
// of: lines that people wrote, chat that is put together from them, and word lists of any size.
package detecttest
