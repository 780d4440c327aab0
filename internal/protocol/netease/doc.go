// Package netease speaks the contract of NetEase's call cloud (seed 000,
// 安全通; PROTOCOLS §6): notices of calls and evidence in, and the calls by
// which somebody is put out of one, let back, and told.
package netease
