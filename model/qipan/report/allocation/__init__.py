"""What is said of allocations and of worth: answers, tables and reports.

Results come in, reports go out: it must not know how a plan is found, nor simulate, solve or
write files.
"""
