"""What stands below every page: where it comes from, how to cite it, and how to report a problem."""

from typing import Any

from dash import html
from dash.development.base_component import Component

import minimal_model
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button

# Those that the pages recompute, or that started the dispute, with the addresses under which they can be read.
PAPERS = (
    ("Shwartz-Ziv & Tishby 2017", "https://arxiv.org/abs/1703.00810"),
    ("Saxe et al. 2018", "https://openreview.net/forum?id=ry_WPG-A-"),
)
# Below the app's root.
CITATION = "CITATION.cff"
LICENCE = "MIT"
BIBTEX = f"""@software{{minimal_model_explorer,
  title   = {{Minimal Model Explorer}},
  author  = {{{{Minimal Model Explorer contributors}}}},
  version = {{{minimal_model.__version__}}},
  license = {{{LICENCE}}}
}}

@inproceedings{{saxe2018information,
  title     = {{On the Information Bottleneck Theory of Deep Learning}},
  author    = {{Saxe, Andrew M. and Bansal, Yamini and Dapello, Joel and Advani, Madhu and Kolchinsky, Artemy and
               Tracey, Brendan D. and Cox, David D.}},
  booktitle = {{International Conference on Learning Representations}},
  year      = {{2018}},
  url       = {{https://openreview.net/forum?id=ry_WPG-A-}}
}}

@article{{shwartzziv2017opening,
  title   = {{Opening the Black Box of Deep Neural Networks via Information}},
  author  = {{Shwartz-Ziv, Ravid and Tishby, Naftali}},
  journal = {{arXiv preprint arXiv:1703.00810}},
  year    = {{2017}},
  url     = {{https://arxiv.org/abs/1703.00810}}
}}
"""


def footer(root: str) -> Component:
    """Return the footer.

    Parameters
    ----------
    root : str
        The app's root as the browser sees it, with slashes at both ends.
    """
    papers: list[Any] = ["Papers: "]
    for name, address in PAPERS:
        papers += [html.A(name, href=address, rel="noopener"), ", "]
    version: Any = {"data-version": minimal_model.__version__}
    return html.Footer(
        [
            html.P(["After ", html.A("the notebook, recomputed", href=f"{root}figures")]),
            html.P(papers[:-1]),
            html.P(f"Version {minimal_model.__version__}, {LICENCE} licence"),
            html.Details(
                [
                    html.Summary("How to cite"),
                    html.P(["As BibTeX, or as ", html.A(CITATION, href=root + CITATION), ":"]),
                    html.Pre(BIBTEX),
                ]
            ),
            html.P(
                [
                    button("Report a problem", ids.REPORT, "Copy a text to send: address, version and browser"),
                    html.Span(id=ids.REPORTED, role="status"),
                ]
            ),
        ],
        id=ids.ABOUT,
        **version,
    )
