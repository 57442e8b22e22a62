"""报告: the month's paper, worded paragraph by paragraph, 统稿, and the steps to 印发. Begin with ``page``."""
