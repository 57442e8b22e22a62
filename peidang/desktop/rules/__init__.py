"""亮灯规则 in the window: bands as a strip, the legend as it prints, asked for once before the first report."""
