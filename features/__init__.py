"""Ground floor: what is known. Rows in, rows out; no model, no web."""
