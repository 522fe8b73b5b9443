# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a peer's answer is Nhip's: the same keys with the same numbers."""
import polars as pl

TOLERANCE = 1e-9
# Beside a column's largest number, so much is nothing.
NOTHING = 1e-12
c = pl.col


def read(file, work):
    """Keys as text and numbers; a row without its first number is no row."""
    table = pl.read_csv(file, infer_schema=False)
    table = table.rename({old: new for old, new in work.nhip_names.items() if old in table.columns})
    if "indicator" in work.keys and "indicator" not in table.columns:
        rest = [key for key in work.keys if key != "indicator"]
        table = table.select(~pl.selectors.contains(".", "marks"))
        table = table.unpivot(index=rest, variable_name="indicator", value_name=work.numbers[0])
    table = table.select(
        *work.keys, *(c(n).cast(pl.Float64, strict=False).fill_nan(None) for n in work.numbers))
    table = table.filter(c(work.numbers[0]).is_not_null()).sort(*work.keys, *work.numbers)
    # Rows of equal keys are told apart by the order of their numbers.
    return table.with_columns(row=pl.int_range(pl.len()).over(work.keys))


def compare(own, peer, work):
    """An empty text where the answers agree, else what differs."""
    if own.is_empty():
        return "no numbers to compare"
    keys = [*work.keys, "row"]
    for here, there, side in ((own, peer, "peer"), (peer, own, "nhip")):
        alone = here.join(there, on=keys, how="anti", nulls_equal=True)
        if alone.height:
            return (f"{alone.select(keys).row(0)} is missing in {side}"
                    f" ({own.height} rows against {peer.height})")
    both = own.join(peer, on=keys, suffix="_peer", nulls_equal=True)
    for number in work.numbers:
        a, b = c(number), c(number + "_peer")
        largest = both.select(a.abs().max()).item() or 0.0
        limit = TOLERANCE * pl.max_horizontal(a.abs(), b.abs()) + NOTHING * largest
        wrong = both.filter((a.is_null() != b.is_null()) | ((a - b).abs() > limit))
        if wrong.height:
            first = wrong.row(0, named=True)
            return (f"{number} of {tuple(first[key] for key in work.keys)}: nhip {first[number]},"
                    f" peer {first[number + '_peer']} ({wrong.height} of {both.height} rows)")
    return ""
