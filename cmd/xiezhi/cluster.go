package main

// clusterFlags say how servers that share a store reach each other.
type clusterFlags struct {
	ClusterListen    string `placeholder:"ADDR" help:"Where other servers on the store reach this one; a free port by default ($$XIEZHI_CLUSTER_LISTEN)."`
	ClusterAdvertise string `placeholder:"ADDR" help:"By what address they do, where that is another ($$XIEZHI_CLUSTER_ADVERTISE)."`
	NATS             string `name:"nats" placeholder:"URL" help:"A NATS that the servers on the store talk over instead ($$XIEZHI_NATS)."`
}

func (f clusterFlags) list() []flag {
	return []flag{
		{"cluster_listen", "--cluster-listen", f.ClusterListen}, {"cluster_advertise", "--cluster-advertise", f.ClusterAdvertise}, {"nats", "--nats", f.NATS},
	}
}
