# SPDX-License-Identifier: GPL-3.0-or-later
"""DuckDB in its best form for these questions: month and year numbers and ancestors as columns of
one sorted table, a table of each indicator often asked, a wide table of the flows."""
import sys

import duckdb

from peer import FLOWS, MONTHLY, Panel, serve

panel = Panel(sys.argv[1])
con = duckdb.connect()
con.execute("set threads = 2")
con.execute("create table ancestors (place varchar, district varchar, province varchar)")
con.executemany("insert into ancestors values (?, ?, ?)", panel.ancestors())
COLUMNS = "{'place': 'varchar', 'period': 'varchar', 'indicator': 'varchar', 'value': 'double'}"
TYPES = {"place": "raw", "indicator": "raw", "district": "ancestors", "province": "ancestors"}


def load(table):
    con.execute(
        f"create or replace table {table} as from read_csv('{panel.observations}', header = true,"
        f" delim = ',', quote = '', columns = {COLUMNS})")


def load_csv():
    load("again")
    rows = con.execute("select count(*) from again").fetchone()[0]
    con.execute("drop table again")
    return rows


def make_ready(table):
    """Month 0 is January of the year 0; a yearly figure stands at January."""
    load("raw")
    con.execute(f"drop table if exists {table}")
    for column, source in TYPES.items():
        con.execute(f"drop type if exists {table}_{column}")
        con.execute(
            f"create type {table}_{column} as enum (select distinct {column} from {source} order by 1)")
    con.execute(f"""
        create table {table} as
        select raw.indicator::{table}_indicator as indicator, raw.place::{table}_place as place,
          district::{table}_district as district, province::{table}_province as province,
          left(period, 4)::smallint as y,
          left(period, 4)::smallint * 12::smallint
            + case when length(period) = 7 then right(period, 2)::smallint - 1 else 0 end as m,
          value
        from raw join ancestors using (place) order by 1, 2, m""")
    con.execute("drop table raw")


def load_until_ready():
    make_ready("fresh")
    rows = con.execute(
        "select y, sum(value) from fresh where indicator = 'crime_cases' group by y").fetchall()
    con.execute("drop table fresh")
    return len(rows)


make_ready("p")
for name in ("crime_cases", "tips_received", "models_total", "population"):
    con.execute(
        f"create table {name} as select place, district, province, y, m, value from p"
        f" where indicator = '{name}' order by place, m")
columns = ", ".join(f"any_value(value) filter (indicator = '{name}') as {name}" for name in MONTHLY)
names = ", ".join(f"'{name}'" for name in MONTHLY)
con.execute(
    f"create table wide as select place, district, province, y, m, {columns} from p"
    f" where indicator in ({names}) group by all order by place, m")
sums = ", ".join(f"sum({name}) as {name}" for name in FLOWS)
QUERIES = {
    "province_year": f"select province, y as year, {sums} from wide group by all",
    "stock_province_year": """
        select province, y as year, sum(v) as value
        from (select province, place, y, arg_max(value, m) as v from models_total group by all)
        group by all""",
    "year_total": f"select y as year, {sums} from wide group by all",
    "district_month": """
        select district, m as month, sum(value) as value from crime_cases group by all""",
    "change_district": """
        with t as (select district, m, sum(value) as value from crime_cases group by all)
        select a.district, a.m as month, 100 * (a.value / nullif(b.value, 0) - 1) as percent
        from t a left join t b on a.district = b.district and b.m = a.m - 12""",
    "change_commune": """
        select a.place, a.m as month, 100 * (a.value / nullif(b.value, 0) - 1) as percent
        from crime_cases a left join crime_cases b on a.place = b.place and b.m = a.m - 12""",
    # Twelve rows are twelve months where the first of them lies eleven months back.
    "rolling_commune": """
        select place, m as month,
          case when lag(m, 11) over w = m - 11 then avg(value) over (w rows 11 preceding) end as mean
        from crime_cases window w as (partition by place order by m)""",
    # Of a constant series regr_r2 says 1; there is nothing to explain.
    "slope_all": f"""
        select indicator, place, 12 * regr_slope(value, m) as slope, corr(value, m) ^ 2 as r2
        from p where indicator in ({names}) group by all""",
    "correlation_year": """
        select year, corr(a, b) as r
        from (select place, y as year, sum(crime_cases) as a, sum(tips_received) as b
          from wide group by all)
        group by all""",
    "rate_province_year": """
        select province, year, 10000 * v / n as rate
        from (select province, y as year, sum(value) as v from crime_cases group by all)
        join (select province, y as year, sum(value) as n from population group by all)
          using (province, year)""",
    "quantiles_province_year": """
        select province, year, q[1] as q50, q[2] as q90
        from (select province, y as year, quantile_cont(value, [0.5, 0.9]) as q
          from crime_cases group by all)""",
    "top_districts": """
        select district, sum(value) as value from crime_cases where y = 2023
        group by all order by value desc limit 10""",
    "one_series": f"""
        select m as month, value from tips_received where place = '{panel.some_place}'""",
    "describe": """
        select indicator, count(value) as n, min(value) as low, max(value) as high,
          avg(value) as mean, stddev_samp(value) as deviation, median(value) as middle
        from p group by all""",
    "gap_fill": """
        with months as (select unnest(range(min(m), max(m) + 1)) as m from crime_cases),
          grid as (select place, m from (select distinct place from crime_cases), months)
        select place, m as month,
          last_value(value ignore nulls) over (partition by place order by m) as value
        from grid left join crime_cases using (place, m)""",
    # A yearly figure holds in the months of its year: an equal join on the year.
    "population_then": """
        select c.place, c.m as month, c.value, people.value as people
        from crime_cases c left join population people using (place, y)""",
}
serve(
    {"load_csv": load_csv, "load_until_ready": load_until_ready},
    {name: lambda query=query: con.sql(query).to_arrow_table() for name, query in QUERIES.items()},
    lambda table: table.num_rows,
    lambda table, file: panel.write(con.from_arrow(table).pl(), file))
