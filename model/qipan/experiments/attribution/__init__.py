"""What each of several changes contributes to their joint effect."""
