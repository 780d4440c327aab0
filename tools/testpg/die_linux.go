package main

import "syscall"

// dieWithUs makes the kernel end the child when we end, however that happens.
func dieWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }
