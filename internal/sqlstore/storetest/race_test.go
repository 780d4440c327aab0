//go:build race

package storetest

// checks of a model. The race detector makes SQLite, which is Go here, ten times
// slower, and looks for races: those that it finds, it finds soon.
const checks = "12"
