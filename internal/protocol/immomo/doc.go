// Package immomo speaks the immomo contract (seed 001): an app hands over a
// whole conversation, sealed, and hears later what the dialogue and everybody
// in it was judged to be. The room opens and checks the packet, seals the
// callback, and decides nothing.
package immomo
