"""The engine: encode, code, gate, retrieve, rank, explain, allocate."""
