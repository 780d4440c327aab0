// Package party speaks the contract of the 1v1 party back end (seed 000;
// PROTOCOLS §7): accounts, who is here, calls, rewards, messages and reports.
// Every answer is HTTP 200 with a code; docs/protocols/party.md lists them.
package party
