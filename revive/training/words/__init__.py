"""The language model that drafts messages, and the head that reads their mood."""
