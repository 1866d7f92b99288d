"""Who makes replications: threads, processes, or a cluster, behind one interface."""
