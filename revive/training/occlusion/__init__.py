"""Train what finds things that lie over a mouth."""
