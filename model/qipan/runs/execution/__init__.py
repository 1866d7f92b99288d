"""Who makes replications: threads, processes, or a cluster, behind one interface.

It must not know studies, nor what is made of the numbers that come back.
"""
