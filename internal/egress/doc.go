// Package egress is the only HTTP client for addresses that somebody gave us:
// callbacks, redirects, key sets, evidence and media. It refuses what leads
// inside, at the moment of connecting and not only when it is configured, and
// it bounds how long a call and how large an answer may be (PROTOCOLS §8).
package egress
