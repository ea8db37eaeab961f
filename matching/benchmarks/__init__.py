"""Benchmarks of the engine, each beside a plain method in the same run."""
