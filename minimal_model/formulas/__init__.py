"""Formulas of the reader's own: read from a text, compiled to NumPy, and described."""

from minimal_model.formulas.describe import MAX_VALUE, Description
from minimal_model.formulas.formula import Formula, formula
from minimal_model.formulas.parse import MAX_LENGTH, FormulaError

__all__ = ["MAX_LENGTH", "MAX_VALUE", "Description", "Formula", "FormulaError", "formula"]
