"""The live class: rooms that a lecturer opens, and phones that join by a code, predict, discuss and predict again."""
