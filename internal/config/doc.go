// Package config holds the settings of a Xiezhi server, their order (default,
// file, environment, flag), and a strict reader of YAML files whose errors name
// the line. It knows nothing of what else a file declares: the caller hands in
// the struct to fill.
package config
