"""Code tables: divisions with coordinates, education levels, identity numbers and credit codes."""
