"""The window. The only room that imports PySide6; talks to the rest of the house through ``app``.

Begin with ``main_window``; every colour, size and gap stands in ``look``.
"""
