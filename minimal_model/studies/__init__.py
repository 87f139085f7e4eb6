"""All choices of an analysis at once: which curves, computed by whatever computes, and which choices decide."""
