"""One plan of posts, hours and money under one budget: the program, its file, its answers."""
