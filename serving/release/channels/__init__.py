"""One record, every channel: texts, pictures, sheets, feeds, robots, the provincial platform."""
