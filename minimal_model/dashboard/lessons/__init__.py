"""The page `/lessons`: what can be taught from the explorer, step by step."""
