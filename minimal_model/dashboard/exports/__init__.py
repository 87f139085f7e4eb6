"""What the pages give to take along: figures for paper, tables, notebooks, each at an address of its own."""
