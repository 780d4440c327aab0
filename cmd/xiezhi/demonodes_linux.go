package main

import "syscall"

// endsWithUs makes the kernel end the child when we end, however that happens.
func endsWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
