"""The day itself: help desk, check-in, intentions, full booths, and sheets that come back."""
