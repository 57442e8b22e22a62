"""One short function per action of the user, called by the window and by the command line alike. No Qt here.

May import every room but the two doors. Begin with ``plans``, ``sending``, ``receiving``, ``reporting``.
"""
