//go:build !race

package storetest

// checks of a model.
const checks = "40"
