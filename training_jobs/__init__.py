"""Offline: the simulated county, what is trained, and what keeps it honest."""
