"""The only room that opens what came from outside: looks at the content, not the name, and stays within bounds.

Gives paragraphs, tables and sheets as plain data. May import ``domain`` (for errors) and reading libraries.
Begin with ``open`` (a plan document of any format becomes a ``Document``) and ``sniff`` (what is this file?);
for what is dropped, with ``containers`` (archives and mails become plain files) and ``passwords``.
"""
