"""Studies of the visitors' own: where they are kept, who computes them, and their addresses."""
