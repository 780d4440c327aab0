// Package words keeps the word lists: what stands in them, who may have put it
// there, and a compiled snapshot for each app that follows every change, on
// every node, within a second.
package words
