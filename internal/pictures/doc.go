// Package pictures looks at the pictures of live messages after they were
// answered: it fetches each, compares it with banks of known pictures, reads the
// codes in it, asks the app's own detector, and tells the app what came of it.
// What none of these settles a person decides; nothing passes in silence.
package pictures
