// Package replay tries a change – of a word list, a rule, thresholds, the
// model – on the messages that are kept, before anybody makes it: what would
// newly be denied, masked, asked or passed. It keeps nothing and changes nothing.
package replay
