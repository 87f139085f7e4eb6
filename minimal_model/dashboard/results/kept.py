"""The one cache of the dashboard: what was computed or drawn last, for sliders that go back and forth.

Its rule: whatever a state was computed or drawn to is kept by what it depends on, and what was not used for longest
goes first when the bytes run out.
"""

from typing import Any

from minimal_model.kept import Kept, remembering

# All weights and all biases of a state are 8 MB of drawings by default, and 22 MB with 256 bins and all that can be
# switched on; their curves are less than a megabyte, and 20 states of 110 curves 3.5 MB.
MOST_BYTES = 40 * 2**20
kept: Kept[Any] = Kept(MOST_BYTES)
keep = remembering(kept)
