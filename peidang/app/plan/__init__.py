"""方案变表: a plan document becomes a plan in the store, is reviewed, and changes later. Begin with ``plans``."""
