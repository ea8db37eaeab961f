"""Every sentence springwind says, in zh-CN and in English.

A message is a TOML table ``["key"]`` with ``zh`` and ``en``, filled with ``str.format``; one file per
topic in ``messages/``. Both languages use the same placeholders (a test holds them to it).
"""

from features.say.catalogue import Lang, catalogue, say

__all__ = ["Lang", "catalogue", "say"]
