"""The closing report: what happened, beside what was expected, and what the model may learn of it."""
