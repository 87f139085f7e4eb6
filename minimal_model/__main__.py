"""`python -m minimal_model` is the command `minimal-model`."""

import sys

from minimal_model.command import main

sys.exit(main())
