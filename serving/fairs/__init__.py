"""Fairs: whom to invite to which booth, what must be ready before, and the sheets that are printed."""
