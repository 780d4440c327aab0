// Package party speaks the contract of the 1v1 party back end (seed 000;
// PROTOCOLS §7): so far what its servers say of users.
package party
