"""The plan of a fair's day: booths, waves and buses, interview slots, and the check that nobody is doubled."""
