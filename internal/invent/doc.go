// Package invent makes up what people of a live app say and what they are called:
// in Chinese, and true of nobody. The demo's live app speaks with it, and the load
// that an operator puts on a server.
package invent
