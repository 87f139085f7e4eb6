"""Prints as pixels: where each plot of a page lies on which sheet, and what is to be seen there."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from playwright.sync_api import Page

# A link over each plot: in the PDF its rectangle tells where the plot came to lie.
MARK_PLOTS = """() => [...document.querySelectorAll('.plot')].filter(plot => plot.offsetParent).map((plot, k) => {
  const link = document.createElement('a');
  link.href = 'https://plot.example/' + (plot.id || plot.closest('[id]').id);
  link.style.cssText = 'position: absolute; inset: 0';
  plot.style.position = 'relative';
  plot.append(link);
  return link.href;
})"""
SCALE = 1.5


@dataclass(frozen=True)
class Printed:
    """A plot on a sheet: its name, the sheet, and its pixels, shape (height, width, 3)."""

    name: str
    sheet: int
    pixels: npt.NDArray[np.uint8]

    @property
    def ink(self) -> float:
        """The share of pixels that are not nearly white."""
        return float((self.pixels.min(axis=2) < 200).mean())

    @property
    def dark(self) -> float:
        """The share of pixels that are nearly black."""
        return float((self.pixels.max(axis=2) < 60).mean())


def plots(document: pdfium.PdfDocument, sheets: list[npt.NDArray[np.uint8]]) -> Iterator[Printed]:
    """Yield what `MARK_PLOTS` has marked, in parts if it is split over sheets."""
    for number, (sheet, pixels) in enumerate(zip(document, sheets, strict=True)):
        height = sheet.get_height()
        place, link, rectangle = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(sheet.raw, place, link):
            address = ctypes.create_string_buffer(200)
            raw.FPDFAction_GetURIPath(document.raw, raw.FPDFLink_GetAction(link), address, 200)
            name = address.value.decode()
            if "plot.example" in name:
                raw.FPDFLink_GetAnnotRect(link, rectangle)
                top, bottom, left, right = (
                    round(SCALE * side)
                    for side in (height - rectangle.top, height - rectangle.bottom, rectangle.left, rectangle.right)
                )
                yield Printed(name.split("/")[-1], number, pixels[top:bottom, left:right])


def printed(page: Page, paper: str) -> tuple[list[str], list[Printed], list[npt.NDArray[np.uint8]]]:
    """Return the names of a page's plots, what of them a print shows, and the sheets."""
    names = [address.split("/")[-1] for address in page.evaluate(MARK_PLOTS)]
    document = pdfium.PdfDocument(page.pdf(format=paper, print_background=False))
    sheets = [sheet.render(scale=SCALE).to_numpy()[:, :, :3] for sheet in document]
    return names, list(plots(document, sheets)), sheets
