"""What stands below every page, and that the citation in it is the project's."""

import re
from pathlib import Path

import pytest

import minimal_model
from app import server
from minimal_model.dashboard.page.footer import BIBTEX, PAPERS
from minimal_model.dashboard.page.frame import NAVIGATION

CITATION = (Path(minimal_model.__file__).parents[1] / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NAVIGATION)
def test_every_page_says_where_it_comes_from(path: str) -> None:
    html = server.test_client().get(f"/{path}").get_data(as_text=True)
    (footer,) = re.findall(r'<footer id="first-about".*?</footer>', html, re.DOTALL)
    for address in re.findall(r"^    url: (\S+)$", CITATION, re.MULTILINE):
        assert f"href='{address}'" in footer
    for text in ("the notebook", "MIT licence", f"Version {minimal_model.__version__}", "Report a problem"):
        assert text in footer
    assert server.test_client().get("/CITATION.cff").get_data(as_text=True) == CITATION


def entries(bibtex: str) -> list[dict[str, str]]:
    """The fields of each entry, braces and line breaks taken away."""
    found = re.findall(r"^@\w+\{[\w]+,\n(.*?)^\}", bibtex, re.MULTILINE | re.DOTALL)
    fields = [re.findall(r"^  (\w+) *= \{(.*?)\},?$", entry, re.MULTILINE | re.DOTALL) for entry in found]
    return [{key: " ".join(value.split()).strip("{}") for key, value in each} for each in fields]


def test_the_bibtex_agrees_with_the_citation_file() -> None:
    own, *papers = entries(BIBTEX)
    said = dict(re.findall(r"^(title|version|license): (.+)$", CITATION, re.MULTILINE))
    assert {key: own[key] for key in said} == said
    listed = CITATION.partition("references:")[2].split("\n  - type: ")[1:]
    assert len(papers) == len(listed) == len(PAPERS) == 2
    for paper, other in zip(papers, listed, strict=True):
        families = re.findall(r"family-names: (.+)\n +given-names: (.+)", other)
        assert paper["author"].split(" and ") == [f"{family}, {given}" for family, given in families]
        for key in ("title", "year", "url"):
            assert f"{key}: {paper[key]}\n" in other + "\n"
