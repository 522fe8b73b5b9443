# SPDX-License-Identifier: GPL-3.0-or-later
"""SQLite as its users write it, for reference only: month numbers and an index; one thread."""
import csv
import sqlite3
import sys

import polars as pl

from peer import FLOWS, Panel, serve

panel = Panel(sys.argv[1])
con = sqlite3.connect(":memory:")
con.execute("create table h (place text primary key, district text, province text)")
con.executemany("insert into h values (?, ?, ?)", panel.ancestors())
con.execute("create table p (indicator text, place text, y integer, m integer, value real)")
with open(panel.observations, encoding="utf-8", newline="") as file:
    lines = csv.reader(file)
    next(lines)
    con.executemany(
        "insert into p values (?, ?, ?, ?, ?)",
        ((i, p, int(t[:4]), int(t[:4]) * 12 + int(t[5:] or 1) - 1, float(v)) for p, t, i, v in lines))
con.execute("create index p_key on p (indicator, place, m, y, value)")
con.execute("analyze")
flows = ", ".join(f"'{flow}'" for flow in FLOWS)
QUERIES = {
    "province_year": f"""
        select province, y as year, indicator, sum(value) as value from p join h using (place)
        where indicator in ({flows}) group by 1, 2, 3""",
    "district_month": """
        select district, m as month, sum(value) as value from p join h using (place)
        where indicator = 'crime_cases' group by 1, 2""",
    "change_commune": """
        select a.place, a.m as month, 100 * (a.value / nullif(b.value, 0) - 1) as percent
        from p a left join p b
          on b.indicator = a.indicator and b.place = a.place and b.m = a.m - 12
        where a.indicator = 'crime_cases'""",
    "top_districts": """
        select district, sum(value) as value from p join h using (place)
        where indicator = 'crime_cases' and y = 2023 group by 1 order by 2 desc limit 10""",
    "one_series": f"""
        select m as month, value from p
        where indicator = 'tips_received' and place = '{panel.some_place}' order by m""",
}


def ask(query):
    cursor = con.execute(query)
    return [column[0] for column in cursor.description], cursor.fetchall()


serve(
    {}, {name: lambda query=query: ask(query) for name, query in QUERIES.items()},
    lambda answer: len(answer[1]),
    lambda answer, file: panel.write(
        pl.DataFrame(answer[1], schema=answer[0], orient="row", infer_schema_length=None), file))
