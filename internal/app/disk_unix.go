//go:build linux || darwin

package app

import (
	"math"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"
)

// registerDisk tells how much room the data folder has.
func registerDisk(registry *prometheus.Registry, folder string) {
	registry.MustRegister(gauge("xiezhi_data_free_bytes", "Room left on the disk of the data folder.", func() float64 {
		var disk syscall.Statfs_t
		if syscall.Statfs(folder, &disk) != nil {
			return math.NaN()
		}
		return float64(disk.Bavail) * float64(disk.Bsize)
	}))
}
