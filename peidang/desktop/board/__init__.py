"""The board of 收表: how the units stand over the periods, and what can be done about one of them.

Begin with ``standing`` (what is shown) and ``board_table``; ``unit_actions`` opens the dialogs.
"""
