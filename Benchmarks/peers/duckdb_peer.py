# SPDX-License-Identifier: GPL-3.0-or-later
"""DuckDB with two threads, in its best form for these questions: enumerations, month numbers,
ancestors and years as columns of one table that is sorted by indicator, place and month."""
import sys

import duckdb

from panel import FLOWS, Panel, serve

panel = Panel(sys.argv[1])
con = duckdb.connect()
con.execute("set threads = 2")
con.execute("create table ancestors (place varchar, name varchar, district varchar, province varchar)")
con.executemany("insert into ancestors values (?, ?, ?, ?)", panel.ancestors())
con.execute(f"create table places as from read_csv('{panel.places_file}', all_varchar = true)")

COLUMNS = "{'place': 'varchar', 'period': 'varchar', 'indicator': 'varchar', 'value': 'double'}"


def load(table):
    con.execute(
        f"create or replace table {table} as from read_csv('{panel.observations}', header = true,"
        f" delim = ',', columns = {COLUMNS})")


def load_csv():
    load("again")
    rows = con.execute("select count(*) from again").fetchone()[0]
    con.execute("drop table again")
    return rows


def make_ready(table):
    """The table that the queries read: month 0 is January of the year 0; -1 for yearly figures."""
    load("raw")
    for kind, column in (("place_code", "place"), ("indicator_key", "indicator")):
        con.execute(f"drop type if exists {table}_{kind}")
        con.execute(
            f"create type {table}_{kind} as enum (select distinct {column} from raw order by 1)")
    con.execute(f"""
        create or replace table {table} as
        select raw.indicator::{table}_indicator_key as indicator,
          raw.place::{table}_place_code as place, district, province,
          left(period, 4)::smallint as y,
          case when length(period) = 7 then left(period, 4)::int * 12 + right(period, 2)::int - 1
            else -1 end as m,
          value
        from raw join ancestors using (place) order by 1, 2, m""")
    con.execute("drop table raw")


def load_until_ready():
    con.execute("drop table if exists fresh")
    make_ready("fresh")
    rows = con.execute(
        "select y, sum(value) from fresh where indicator = 'crime_cases' group by y").fetchall()
    con.execute("drop table fresh")
    return len(rows)


make_ready("p")
flows = ", ".join(f"'{flow}'" for flow in FLOWS)
QUERIES = {
    "province_year": f"""
        select province, y as year, indicator, sum(value) as value from p
        where indicator in ({flows}) group by all""",
    # A stock's value of a year is its last one; then places add up.
    "stock_province_year": """
        select province, y as year, sum(v) as value
        from (select province, place, y, arg_max(value, m) as v from p
          where indicator = 'models_total' group by all) group by all""",
    "district_month": """
        select district, m as month, sum(value) as value from p
        where indicator = 'crime_cases' group by all""",
    # By calendar month, not by row: months are missing.
    "change_finest": """
        select place, m as month, value, 100 * (value / nullif(base, 0) - 1) as percent
        from (select place, m, value, first_value(value) over (partition by place order by m
            range between 12 preceding and 12 preceding) as base
          from p where indicator = 'crime_cases')""",
    "one_series": f"""
        select m as month, value from p
        where indicator = 'tips_received' and place = '{panel.some_place}' order by m""",
    "year_total": f"""
        select y as year, indicator, sum(value) as value from p
        where indicator in ({flows}) group by all""",
    "describe": """
        select indicator, count(value) as n, min(value) as low, max(value) as high,
          avg(value) as mean, stddev_samp(value) as deviation, median(value) as middle
        from p group by all""",
}


def run(query):
    return lambda: con.sql(query).to_arrow_table().num_rows


def answer(query):
    def write(file):
        columns = [c[0] for c in con.execute(f"describe {query}").fetchall()]
        shown = []
        for column in columns:
            if column in ("place", "district", "province"):
                shown.append(f"(select name from places where code = a.{column}::varchar) as {column}")
            elif column == "month":
                shown.append("printf('%04d-%02d', month // 12, month % 12 + 1) as month")
            else:
                shown.append(column)
        con.execute(f"copy (select {', '.join(shown)} from ({query}) a) to '{file}' (header)")
    return write


works = {"load_csv": load_csv, "load_until_ready": load_until_ready}
works.update({name: run(query) for name, query in QUERIES.items()})
serve(works, {name: answer(query) for name, query in QUERIES.items()})
