// Package uplus speaks the uplus contract: the reports of an app's clients
// (seed 002), the console and the server interfaces of its back office (seed
// 004), and the calls to its business platform. It turns the wire's form into
// requests to the features and their answers back; it decides nothing.
package uplus
