"""收表: what comes back is recognised, taken, asked about and kept. Begin with ``receiving``."""
