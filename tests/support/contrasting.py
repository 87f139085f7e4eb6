"""What axe-core finds in both themes: of the second only what depends on colours, which alone differ."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from visiting import serious_findings, until, until_complete

COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# The ground of the page, and that of a figure on it if there is one.
GROUND = """[getComputedStyle(document.body).backgroundColor,
  document.querySelector('.js-plotly-plot')?.layout.paper_bgcolor]"""


def serious_findings_in_colours(page: Page, within: str = "") -> list[str]:
    """Return what axe-core finds serious or critical about colours: the rule, and the first place that breaks it."""
    return _found(page, within, COLOURS)


def serious_findings_in_both_themes(page: Page, within: str = "") -> list[str]:
    """Return what axe-core finds serious or critical in the theme that a page of Dash's has now, and in the other.

    `within` is a part of the page, where the rest has been looked at.
    """
    findings, ground = _found(page, within, {}) if within else serious_findings(page), page.evaluate(GROUND)
    dark = page.evaluate("document.documentElement.dataset.theme === 'dark'")
    page.emulate_media(color_scheme="light" if dark else "dark")
    until(page, f"before => {GROUND}.every((now, k) => now !== before[k] || before[k] === null)", ground)
    return findings + serious_findings_in_colours(page, within)


def _found(page: Page, within: str, rules: dict[str, object]) -> list[str]:
    until_complete(page)
    options = {"resultTypes": ["violations"]} | rules
    findings = Axe().run(page, within or None, options).response["violations"]
    return [f["id"] + str(f["nodes"][0]["html"]) for f in findings if f["impact"] in ("serious", "critical")]
