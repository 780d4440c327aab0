// Package evidence holds what the clouds of calls tell: who was in which call,
// what was seen and heard there, and whose it was. Every notice is kept before
// it is acknowledged; a worker makes a case of it, or acts at once where the app
// says so.
package evidence
