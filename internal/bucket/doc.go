// Package bucket keeps files in the operator's own S3-compatible bucket. Nobody
// is ever sent there: what lies in it is read by this server, for this server.
package bucket
