// Package query is what sqlc makes of the SQL in ../queries, and wide.go, which
// runs some of it for many rows at once; every other file in it is generated.
package query
