// Package load puts load on a running server, as its apps and its reviewers do:
// from outside, over HTTP. Requests are due at times that do not depend on the
// answers (an open loop), and how long one took is counted from when it was due.
// So a server that stalls shows it in every request of that time, also in those
// that could not even be sent (what is known as coordinated omission).
package load
