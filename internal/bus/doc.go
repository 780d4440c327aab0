// Package bus carries hints between the nodes that share a store: something has
// changed, look for it now. The store stays the truth; a hint that is lost costs
// no more than the time until the next look.
//
// Nodes find each other by their rows in the store and talk over NATS core: a
// server inside each of them, or one that is there already. Both are taken for
// hostile ground: every hint is sealed under a key that only the nodes have.
package bus
