"""The provincial platform: files in ministry codes, what differs, what came back."""
