"""What leaves the office before the papers: 填报表, 退回单, 催报, 核对表, 总表, 转发; all through the guard of ``output``."""
