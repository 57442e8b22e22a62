"""What the coordinating office settles about one row of the 配档表: 本局核定 of its light, 销号."""
