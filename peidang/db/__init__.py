"""The store (工作库): one SQLite file, and the only room with SQL. Everything goes through ``Store``.

May import ``domain`` and sqlite-utils. Begin with ``store.Store``, then ``schema`` and ``migrations``.
"""
