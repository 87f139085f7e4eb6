"""Where the pages' style sheets and scripts lie, and the citation that they link to."""

from pathlib import Path

import minimal_model


def project_folder() -> Path | None:
    """Return the folder of the project that the package lies in; None where the package is installed without it."""
    package = Path(minimal_model.__file__).parent
    return None if (package / "assets").is_dir() else package.parent


def assets_folder() -> Path:
    """Return the folder `assets`: inside of the package where that is installed, beside it in the project's folder."""
    return (project_folder() or Path(minimal_model.__file__).parent) / "assets"


def citation_file() -> Path:
    """Return the file `CITATION.cff`: among the assets where the package is installed, else in the project's folder."""
    return (project_folder() or assets_folder()) / "CITATION.cff"
