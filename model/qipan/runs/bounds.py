"""How much may be asked for, in files and on the command line alike.

What lies beyond is a slip of the finger: no machine would come to its end, or nothing on earth is
so large. Numbers below a bound can still be too many for a machine.
"""

# Replication r has the seed SEED * 1,000,000 + r: one more would be the first of the next seed.
MOST_REPLICATIONS = 1_000_000
MOST_JOBS = 1_024  # more than the largest machines have cores
# Worlds below which no range of nine in ten is told: of fewer, each end would be the outermost one.
FEWEST_WORLDS = 20
MOST_POINTS = 1 << 17  # of a design
MOST_ORDERS = 100_000  # of joining
MOST_STEPS = 100_000  # values of a lever
MOST_LISTED = 10_000  # keys, communities or plans that are looked at one by one
MOST_DAYS = 36_525  # a century
MOST_ROUNDS = 1_000  # of a search
MOST_CADRES = 1_000_000  # more than any city employs
MOST_IN_A_COMMUNITY = 1_000
MOST_YUAN = 1e12  # a year; the largest cities spend as much on everything
MOST_HOURS = 1e9  # a year, of volunteers
MOST_SECONDS = 1e7  # four months
MOST_SEED = (
    2**63 // MOST_REPLICATIONS - 1
)  # seed * MOST_REPLICATIONS + r is a signed 64-bit integer
