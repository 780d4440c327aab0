// Package learn makes linear models of lines that people judged, and has one of
// them in use on every node: each training is a version with a report on lines
// that were kept out of it; a version is installed and taken back at once.
package learn
