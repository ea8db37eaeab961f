"""A simulated county with a known truth: every record made here says it is simulated."""

from training_jobs.county.parameters import Parameters, Size
from training_jobs.county.simulate import County, Records, simulate

__all__ = ["County", "Parameters", "Records", "Size", "simulate"]
