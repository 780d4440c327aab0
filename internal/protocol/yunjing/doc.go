// Package yunjing speaks the yunjing contract (seed 003): a live message asks
// by a signed form whether it may pass, and what a person decides later comes
// back in a callback. It turns the wire's form into requests to the screen and
// answers back; it decides nothing.
package yunjing
