//go:build !vectorscan

package main

func native() []engine { return nil }
