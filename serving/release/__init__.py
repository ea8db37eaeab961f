"""The release of posts: life cycle in a ledger, feeds for everybody, commands for the office."""
