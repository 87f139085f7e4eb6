"""Tables as files: one CSV for each, and a README that says what is in them, in one zip."""

import csv
import io
import math
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy.typing as npt

from minimal_model.state.parameters import Parameters

# The first date that a zip can hold: the same tables give the same bytes.
NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Its name, with its unit in it where it has one.
    about : str
        What it holds, for the README.
    values : sequence
        Numbers or texts, one for each row.
    """

    name: str
    about: str
    values: Sequence[Any] | npt.NDArray[Any]

    def texts(self, comma: bool) -> Iterable[str]:
        """Return the values as a file has them; a number that is none is empty."""
        for value in self.values if isinstance(self.values, Sequence) else self.values.tolist():
            yield text_of(value, comma)


@dataclass(frozen=True, eq=False)
class Table:
    """A table: a row for each thing, a column for each property."""

    name: str
    about: str
    columns: Sequence[Column]

    def csv(self, comma: bool = False) -> str:
        """Return it as a CSV; with decimal commas, semicolons stand between the columns."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";" if comma else ",", lineterminator="\n")
        writer.writerow(column.name for column in self.columns)
        writer.writerows(zip(*(column.texts(comma) for column in self.columns), strict=True))
        return file.getvalue()


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of a state.

    Attributes
    ----------
    stem : str
        The name of the file, without its ending.
    search : str
        The query of the page's address that shows the state.
    about : sequence of str
        Lines on the state.
    tables : sequence of Table
        The tables.
    """

    stem: str
    search: str
    about: Sequence[str]
    tables: Sequence[Table]

    def zipped(self, address: str, remarks: Sequence[str], comma: bool) -> bytes:
        """Return the zip: the README and a CSV for each table.

        Parameters
        ----------
        address : str
            The address that shows the state, without its query.
        remarks : sequence of str
            What of the asked address was not taken.
        comma : bool
            Whether numbers have a decimal comma.
        """
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self._files(address, remarks, comma):
                info = zipfile.ZipInfo(name, NO_DATE)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, text.encode())
        return file.getvalue()

    def _files(self, address: str, remarks: Sequence[str], comma: bool) -> Iterable[tuple[str, str]]:
        yield "README.txt", self.readme(address, remarks, comma)
        for table in self.tables:
            yield f"{table.name}.csv", table.csv(comma)

    def readme(self, address: str, remarks: Sequence[str], comma: bool) -> str:
        """Return what the tables hold, in plain text."""
        lines = ["Minimal Model Explorer", "", address + self.search, ""]
        lines += [*self.about, *(f"Corrected: {remark}." for remark in remarks), ""]
        lines += [
            f"Text: UTF-8. Columns are separated by {'semicolons' if comma else 'commas'}, the decimal sign is a "
            f"{'comma' if comma else 'point'}.",
            "Numbers have all digits of a double; weights are the decimals of the sweep. inf is infinity.",
        ]
        for table in self.tables:
            lines += ["", f"{table.name}.csv: {table.about}"]
            width = max(len(column.name) for column in table.columns)
            lines += [f"  {column.name:{width}}  {column.about}" for column in table.columns]
        return "\n".join(lines) + "\n"


def text_of(value: Any, comma: bool) -> str:
    """Return a value as a file has it: a double with all its digits, a decimal with its own."""
    if not isinstance(value, float | Decimal):
        return str(value)
    if math.isnan(value):
        return ""
    text = repr(value) if isinstance(value, float) else str(value)
    return text.replace(".", ",") if comma else text


def sweep_decimals(parameters: Parameters) -> list[Decimal]:
    """Return the weights of a state's sweep as the decimals that they mean, with the digits of its step."""
    if parameters.recorded:
        return [Decimal(1)]
    step = (Decimal(parameters.weight_max) / 200).normalize()
    return [step * number for number in range(1, parameters.weights.size + 1)]


def weight_column(parameters: Parameters, times: int = 1) -> Column:
    """Return the weights of a state's sweep, so many times one after the other."""
    return Column("w", "weight w", sweep_decimals(parameters) * times)


def state_lines(parameters: Parameters) -> list[str]:
    """Return the parameters of a state, a line for each; where there is a formula, that is the activation."""
    unsaid = "activation" if parameters.formula else "formula"
    return [f"{key} = {value}" for key, value in parameters.to_dict().items() if key != unsaid]
