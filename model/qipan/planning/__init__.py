"""One plan of posts, hours and money under one budget: the program, its file, its answers.

It knows programs and replications, and must not know reports but through the lazy door of its
result.
"""
