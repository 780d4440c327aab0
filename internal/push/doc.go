// Package push is our own channel to users' devices: a WebSocket that speaks
// the JSON protocol of centrifuge. What a user is told is kept first and handed
// over then, so that a device that comes back, also after a restart of the
// server, gets what it missed and nothing twice.
package push
