// Package wire reads what strangers send over HTTP – bodies under a limit,
// JSON, forms, parameters – and writes JSON back. It trusts no byte: every
// reader has a bound and every refusal is a fault that names the input.
package wire
