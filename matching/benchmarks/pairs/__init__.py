"""Simulated registers with doubles in them, whose truth is known; nobody and nothing in them exists."""
