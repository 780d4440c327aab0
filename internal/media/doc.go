// Package media fetches the pictures, sounds and films that reports are about,
// and keeps what it made of them on disk. A picture never leaves it as it came:
// it is decoded under bounds and drawn anew, in full, small, and veiled. Sounds
// and films pass as they came, under a media type that was read from their own
// bytes.
package media
