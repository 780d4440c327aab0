package bus

import "context"

// line carries bytes between nodes.
type line interface {
	// send sends, or says that it cannot.
	send(subject string, raw []byte) error
	// problem is why nothing is carried; nil where it is.
	problem() error
	// follow has it reach the nodes at these addresses, and no others.
	follow(addresses []string) error
	// address is by what other nodes reach this end; empty where they need not.
	address() string
	// close lets what was sent leave until ctx ends, and ends it.
	close(ctx context.Context)
}
