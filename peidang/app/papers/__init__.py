"""The papers of the month: drafted, edited, reviewed, issued, printed again. Begin with ``reporting``."""
