// Package app is the roof: it builds every room and joins them into one
// program that can be started and stopped in process, reads the file in which
// an operator declares apps, staff and settings, and makes it so.
package app
