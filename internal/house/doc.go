// Package house holds no code: its tests hold the whole code to the rules of
// the house – who may import whom, and that every package says what it is.
package house
