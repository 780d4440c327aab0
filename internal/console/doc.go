// Package console serves the reviewers' web page: what waits, the next case,
// its decision. The page itself is plain HTML, one style sheet and ES modules,
// embedded as they stand; it works on the uplus console interfaces (seed 004),
// which another room serves.
package console
