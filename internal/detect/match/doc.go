// Package match finds which of many short sequences of codes occur in a long
// one, and where: all of them, in time that no input makes long.
//
// It follows no failure links. Every position is looked up in three tables, each
// smaller in survivors than the one before, with no branch and no load that
// waits for another, so that cache misses overlap:
//
//   - bloom: a byte for the first two codes (three of a small alphabet such as
//     ASCII, whose pairs are everywhere), with a bit for the next code;
//   - windows: a bit for each sequence's first four codes, or all of a shorter one;
//   - slots: a trie whose edges are four codes wide. A branch that only one
//     sequence takes is a leaf that names it, and its codes are compared.
//
// Where a message keeps the trie busy beyond a bound, the rest of it is looked
// up by bisection over hashes of prefixes, and each sequence is reported once more at most.
package match
