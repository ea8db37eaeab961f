"""The plan of a fair's day: booths, waves, buses and slots; nobody in two places at once."""
