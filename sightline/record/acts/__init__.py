"""The only way into the record: an act, and what is done within one."""

from sightline.record.acts import search_keys  # noqa: F401 - search keys follow every act
from sightline.record.acts.act import AlreadyDone, Doing, NestedActError, act, before_closing, together

__all__ = ["AlreadyDone", "Doing", "NestedActError", "act", "before_closing", "together"]
