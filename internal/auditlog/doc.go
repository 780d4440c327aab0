// Package auditlog is the record of who did what and who saw what: entries
// that are never changed, the chain of hashes that shows it, and how to list,
// hand out and verify them. The store writes an entry in the transaction of
// what it tells of; a chainer links entries afterwards, in batches, so that no
// work waits for a common row.
//
// The hash of a link is SHA-256(previous hash ‖ the entry's Canonical bytes).
// The order of the chain is the order of linking: an entry that was committed
// late is linked late, whatever its id.
package auditlog
