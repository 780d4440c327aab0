//go:build unix && !linux

package main

import "syscall"

// dieWithUs: only Linux can promise it.
func dieWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
