// Package backup puts all that the embedded shape has – the database as it is at
// one moment, the secret key, the copies of evidence – into one archive, while a
// server goes on, and back into an empty folder. Nothing in an archive is
// believed before its hash is right.
//
// An archive is a tar file: the files, then manifest.json with their sizes and
// SHA-256.
package backup
