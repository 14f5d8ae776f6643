"""The only way into the record: an act, and what is done within one."""

from sightline.record.acts.act import AlreadyDone, Doing, NestedActError, act, before_closing, together
from sightline.record.acts import search_keys  # noqa: F401, I001 - search keys follow every act

__all__ = ["AlreadyDone", "Doing", "NestedActError", "act", "before_closing", "together"]
