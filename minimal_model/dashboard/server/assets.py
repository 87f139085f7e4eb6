"""Where the pages' style sheets and scripts lie."""

from pathlib import Path

import minimal_model


def assets_folder() -> Path:
    """Return the folder `assets`: inside of the package where that is installed, beside it in the project's folder."""
    package = Path(minimal_model.__file__).parent
    installed = package / "assets"
    return installed if installed.is_dir() else package.with_name("assets")
