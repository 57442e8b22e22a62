"""材料: 佐证材料 and 盖章件 of the month in one list."""
