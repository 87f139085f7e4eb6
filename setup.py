"""Which packages there are; everything else stands in pyproject.toml.

The style sheets and scripts lie in `assets/` beside the package, and are installed inside of it, where they never mix
with another project's.
"""

import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py


class FreshBuild(build_py):
    """Builds from what is there now; setuptools would pack a file that an earlier build left and that has moved."""

    def run(self) -> None:
        """Copy the files."""
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        shutil.copy("CITATION.cff", Path(self.build_lib, "minimal_model", "assets"))


setup(
    packages=[*find_packages(include=["minimal_model", "minimal_model.*"]), "minimal_model.assets"],
    package_dir={"minimal_model.assets": "assets"},
    cmdclass={"build_py": FreshBuild},
)
