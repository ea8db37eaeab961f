"""Who asks: keys for machines, a sign-in for the window, and the division each may see."""
