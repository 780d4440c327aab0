// Package query is what sqlc makes of the SQL in ../queries; every other file
// in it is generated.
package query
