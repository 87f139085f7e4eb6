"""Lessons: Markdown files, how they are read, and what a prediction is held against."""
