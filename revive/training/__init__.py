"""The workshop: how the shipped weights are made and measured. Only `revive.commands` imports it.

It may use `revive.teaching`, which families run; nothing there or below imports the workshop.
"""
