"""One messy cell -> one value, the raw text kept, a confidence. Nothing is invented."""
