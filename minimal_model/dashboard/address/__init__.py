"""What an address holds besides the parameters: pinned curves, and how the explorer is shown."""
