"""Benchmarks of the running service, each a click command."""
