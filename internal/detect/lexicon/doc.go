// Package lexicon finds the terms of word lists in messages. Terms compile to
// an immutable Snapshot, which a Holder swaps for the next one while searches
// go on: a list is compiled whole on every change, for that takes a fraction of
// a second.
//
// A term matches however it is typed (see package normalize) and across what
// stands between its letters. What was matched is then judged on the original:
// a Latin term must be a word of its own, and a Chinese one must not begin in
// one clause and end in the next. An allow phrase that covers a hit undoes it.
package lexicon
