// Package delivery drains the outbox: it lends due events from the store, has
// them put into their wire form, sends them, and records every attempt.
package delivery
