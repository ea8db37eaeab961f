"""Benchmarks of the ground floor, each beside what it measures against."""
