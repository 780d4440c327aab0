// Package detect finds in a message what somebody may have to answer for: terms
// of word lists in plain letters however they are typed, terms in disguise, and
// how much the whole is like lines that people judged. It decides nothing.
package detect
