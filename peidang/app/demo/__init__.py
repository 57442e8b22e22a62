"""The demonstration: a whole month on the built-in plan, through the same operations that people use.

Bureaus' answers are invented by a seeded generator (``answers``) and written into the request workbooks as files
(``bureaus``), never into the store. Begin with ``month.run_demo``; every word of it stands in ``resources/demo``.
"""
