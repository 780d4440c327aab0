// Package native serves our own API, /api/v1: everything that the console can
// do and more, described by an OpenAPI 3.1 document that is made of the very
// types that are served. It decides nothing: it turns requests into calls of
// the features and their answers and faults into JSON.
//
// Who may call an operation is told by one table (access.go) and asked before
// anything of the request is read.
package native
