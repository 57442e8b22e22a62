"""One short function per action of the user, called by the window and by the command line alike. No Qt here.

May import every room but the two doors. By errand: ``store`` (the file), ``plan`` (方案变表), ``month`` (what is typed
and shown), ``outgoing`` (发、催、退、核), ``returns`` (收表), ``foreign`` (other people's Excel), ``papers`` (统稿 to 印发);
``answering`` is the bureau's side, ``demo`` the whole month at once. Begin with ``plan.plans``, ``outgoing.sending``,
``returns.receiving``, ``papers.reporting``.
"""
