// Package httpserver listens: it owns the listeners and their time limits, and
// what every request passes – panic recovery, access log, metrics, security
// headers, health. It is handed its handlers and knows no protocol.
package httpserver
