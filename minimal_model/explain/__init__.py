"""What explains a curve: its parts, its gain over the input, its scatter, a formula for it, and its verdict."""
