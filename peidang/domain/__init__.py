"""The nouns of the field and every rule people argue about: merging, checks, pace, lights, the month's summary.

Imports the standard library only and nothing of ours. No files, no SQL, no Qt, no clock: whoever calls says what
day it is. Begin with ``plan`` (what a plan consists of), then ``merging`` (whose word counts) and ``summary``.
"""
