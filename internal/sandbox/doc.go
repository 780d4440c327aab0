// Package sandbox is the invented live app of the demo and the tests. Platform
// is its business platform, which serves the business half of the uplus
// contract (seed 002); Live plays a whole app around it: a hall, shows, groups,
// albums and a few hundred users who chat and report each other. It is a
// stranger to the rest of Xiezhi: it speaks HTTP and the public contracts, on
// loopback only, and nothing in it is seen or decided behind the server's back.
package sandbox
