//go:build !linux

package main

import "syscall"

// endsWithUs: only Linux can promise it.
func endsWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
