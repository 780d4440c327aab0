// Package detect finds in a message what somebody may have to answer for: terms
// of word lists however they are disguised, and lines that a model knows.
package detect
