"""Benchmarks of what is trained, each beside a plain method in the same run."""
