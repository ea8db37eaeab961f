"""PostgreSQL: the only store. Tables, migrations, roles, and one repository per noun."""

from features.store.posts import places_left
from features.store.store import Store, open_store

__all__ = ["Store", "open_store", "places_left"]
