"""The page of figures in a real browser."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect
from visiting import serious_findings, until

from minimal_model.state.presets import PRESETS

Visit = Callable[..., Page]
TITLE = "#title-per-weight-tanh"
DRAWN_PATH = "document.querySelector('#plot-per-weight-tanh .js-line')?.getAttribute('d') || ''"


def await_search(page: Page, **expected: str) -> None:
    until(
        page,
        "want => JSON.stringify(Object.fromEntries([...new URLSearchParams(location.search)].sort())) === want",
        arg="{" + ",".join(f'"{key}":"{expected[key]}"' for key in sorted(expected)) + "}",
    )


def test_it_opens_with_the_sources_values_and_the_bar_changes_all_figures(visit: Visit) -> None:
    page = visit(path="figures")
    for check in ("input-0", "second-input-0", "second-input-1"):
        expect(page.locator(f"#check-{check}")).to_contain_text("which agrees")
    for key in ("samples", "seed", "bins", "bias"):
        expect(page.locator(f"#value-{key}")).to_have_text("as in the source")
    expect(page.locator(TITLE)).to_have_text("tanh; max H = 5.61 at w = 0.8")
    changed = page.locator("#figure-input .changed-only")
    expect(changed).to_be_hidden()
    # By mouse, with one request for all.
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "_dash-update" in request.url else None)
    box = page.locator("#control-bias .dash-slider-root").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2)
    expect(page.locator("#title-bias-tanh")).to_be_attached()
    until(page, "new URLSearchParams(location.search).has('bias')")
    expect(page.locator("#parameters-global")).to_contain_text("b = 2.")
    assert len(sent) == 1
    # The text speaks of the source's figures, and a bias does not touch the input.
    expect(changed).to_be_visible()
    expect(page.locator("#check-input-0")).to_contain_text("agrees")
    page.locator("#reset").click()
    await_search(page)
    expect(changed).to_be_hidden()
    # By keyboard.
    page.locator("#figure-per-weight").scroll_into_view_if_needed()
    until(page, f"{DRAWN_PATH} !== ''")
    before = page.evaluate(DRAWN_PATH)
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowLeft")
    await_search(page, bins="49")
    expect(page.locator("#value-bins")).to_have_text("49")
    expect(page.locator("#parameters-per-weight")).to_contain_text("49 bins")
    expect(page.locator("#parameters-biases")).to_contain_text("49 bins")
    until(page, f"before => {DRAWN_PATH} !== before", arg=before)
    page.locator("#reset").click()
    await_search(page)
    expect(page.locator("#value-bins")).to_have_text("as in the source")
    expect(page.locator("#parameters-biases")).to_contain_text("5 bins")
    # A number that is typed.
    page.locator("#control-seed").fill("7")
    page.keyboard.press("Enter")
    await_search(page, seed="7")
    expect(page.locator("#check-input-0")).to_contain_text("with your changes")
    # A plot is drawn when it comes in sight, and not before.
    assert page.locator("#plot-saxe-13 .main-svg").count() == 0
    page.locator("#figure-saxe-13").scroll_into_view_if_needed()
    expect(page.locator("#plot-saxe-13 .main-svg").first).to_be_visible()


def test_an_address_with_a_figures_name_opens_there(visit: Visit) -> None:
    page = visit("#figure-saxe-2c", path="figures")
    until(page, "Math.abs(document.querySelector('#figure-saxe-2c').getBoundingClientRect().top) < 250")
    expect(page.locator("#plot-saxe-2c .main-svg").first).to_be_visible()


def test_an_address_opens_its_state_and_corrects_it_in_sight(visit: Visit) -> None:
    page = visit("?bins=1e9&bias=0.5", path="figures")
    await_search(page, bins="256", bias="0.5")
    expect(page.locator("#notice")).to_contain_text("bins")
    expect(page.locator("#parameters-per-weight")).to_contain_text("256 bins, b = 0.5")
    expect(page.locator("#value-samples")).to_have_text("as in the source")
    page.locator("#figure-saxe-2d").scroll_into_view_if_needed()
    expect(page.locator("#notice")).to_be_in_viewport()


def test_a_plots_link_opens_the_explorer_in_exactly_its_state_and_back_leads_to_its_place(visit: Visit) -> None:
    page = visit(path="figures")
    addresses = {preset.name: preset.parameters.search for preset in PRESETS}
    for name in ("global-elu", "bias-relu-3", "strip-28"):
        expect(page.locator(f"a[href$='{addresses[name]}']").first).to_be_attached()
    page.locator("#figure-saxe-2c").scroll_into_view_if_needed()
    page.locator(f"#figure-saxe-2c a[href$='{addresses['saxe-2c']}']").first.click()
    shows_the_preset(page, "saxe-2c")
    # To click it the page may have been scrolled further.
    left = int(float(page.evaluate("sessionStorage.getItem('place /figures')")))
    assert left > 2000
    page.go_back()
    until(page, f"Math.abs(scrollY - {left}) < 50")
    for name in ("global-elu", "bias-relu-3", "strip-28"):
        page.goto(urlsplit(page.url)._replace(path="/", query=addresses[name][1:]).geturl())
        shows_the_preset(page, name)


def shows_the_preset(page: Page, name: str) -> None:
    """The explorer is there in a preset's state."""
    preset = next(preset for preset in PRESETS if preset.name == name)
    expect(page.locator("#readout")).to_contain_text(f"{preset.parameters.activation}, w =")
    values = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
    assert urlsplit(page.url).path == "/"
    expect(page.locator("#value-bias")).to_have_text(f"{preset.parameters.bias:g}")
    assert values.get("bins", "50") == str(preset.parameters.bins)


def test_both_themes_pass_axe_and_nothing_is_wider_than_the_window(visit: Visit) -> None:
    page = visit(path="figures", color_scheme="dark", viewport={"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for width in (768, 1920, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        # The figures follow a moment later.
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)
    paper = "document.querySelector('#plot-input').layout.paper_bgcolor"
    until(page, f"{paper} === '#171c25'")
    assert serious_findings(page) == []
    page.emulate_media(color_scheme="light")
    until(page, f"{paper} === '#ffffff'")
    assert serious_findings(page) == []
    page.locator("#theme-toggle").click()
    until(page, f"{paper} === '#171c25'")


def test_a_failed_request_is_told_and_made_good(visits: "object") -> None:
    visits.expects_failures = True  # type: ignore[attr-defined]
    page: Page = visits.open(path="figures")  # type: ignore[attr-defined]
    page.route("**/_dash-update-component*", lambda route: route.abort())
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#connection")).to_contain_text("cannot be reached")
    page.unroute("**/_dash-update-component*")
    expect(page.locator("#parameters-per-weight")).to_contain_text("51 bins")
    expect(page.locator("#connection")).to_be_hidden()
