// Package rules keeps the apps' own rules: an expression over a message, who
// said it and how, and what becomes of the message where it holds. They are
// compiled once, held against every live message, tried in the shadow first,
// and follow every change, on every node, within a second.
package rules
