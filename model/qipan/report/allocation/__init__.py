"""What is said of allocations and of worth: answers, tables and reports.

Results come in, reports go out: nothing here simulates, solves or writes files.
"""
