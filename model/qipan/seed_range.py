"""Which seeds there are: replication r of seed s is run on s * 1,000,000 + r."""

SEED_STRIDE = 1_000_000
MOST_SEED = 2**63 // SEED_STRIDE - 1  # those of all its replications are signed 64-bit integers
