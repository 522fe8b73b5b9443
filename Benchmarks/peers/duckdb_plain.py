# SPDX-License-Identifier: GPL-3.0-or-later
"""DuckDB as its users write it: enumerations and dates, sorted by indicator, place and month, and a
table of places to join. Months are missing, so a year ago is a date, never twelve rows back."""
import sys

import duckdb

from peer import FLOWS, YEARLY, Panel, serve

panel = Panel(sys.argv[1])
con = duckdb.connect()
con.execute("set threads = 2")
con.execute("create table ancestors (place varchar, district varchar, province varchar)")
con.executemany("insert into ancestors values (?, ?, ?)", panel.ancestors())
COLUMNS = "{'place': 'varchar', 'period': 'varchar', 'indicator': 'varchar', 'value': 'double'}"


def load(table):
    con.execute(
        f"create or replace table {table} as from read_csv('{panel.observations}', header = true,"
        f" columns = {COLUMNS})")


def load_csv():
    load("again")
    rows = con.execute("select count(*) from again").fetchone()[0]
    con.execute("drop table again")
    return rows


def make_ready(table):
    """The tables that the queries read; a yearly figure stands at January."""
    load("raw")
    con.execute(f"drop table if exists {table}")
    for column in ("place", "indicator"):
        con.execute(f"drop type if exists {table}_{column}")
        con.execute(
            f"create type {table}_{column} as enum (select distinct {column} from raw order by 1)")
    con.execute(f"""
        create table {table} as
        select indicator::{table}_indicator as indicator, place::{table}_place as place,
          strptime(case when length(period) = 4 then period || '-01' else period end || '-01',
            '%Y-%m-%d')::date as m,
          value
        from raw order by 1, 2, 3""")
    con.execute("drop table raw")


def load_until_ready():
    make_ready("fresh")
    rows = con.execute(
        "select year(m), sum(value) from fresh where indicator = 'crime_cases' group by all").fetchall()
    con.execute("drop table fresh")
    return len(rows)


def among(names):
    return "indicator in (" + ", ".join(f"'{name}'" for name in names) + ")"


make_ready("p")
con.execute("create table h as select place::p_place as place, district, province from ancestors")
crime = "indicator = 'crime_cases'"
by_district = f"select district, m, sum(value) as value from p join h using (place) where {crime} group by all"
QUERIES = {
    "province_year": f"""
        select province, year(m) as year, indicator, sum(value) as value
        from p join h using (place) where {among(FLOWS)} group by all""",
    # A stock's value of a year is its last one; then places add up.
    "stock_province_year": """
        select province, year, sum(v) as value
        from (select place, year(m) as year, arg_max(value, m) as v from p
          where indicator = 'models_total' group by all) join h using (place) group by all""",
    "year_total": f"""
        select year(m) as year, indicator, sum(value) as value from p
        where {among(FLOWS)} group by all""",
    "district_month": f"select district, m as month, value from ({by_district})",
    "change_district": f"""
        with t as ({by_district})
        select a.district, a.m as month, 100 * (a.value / nullif(b.value, 0) - 1) as percent
        from t a left join t b on a.district = b.district and b.m = a.m - interval 1 year""",
    "change_commune": f"""
        with t as (select place, m, value from p where {crime})
        select a.place, a.m as month, 100 * (a.value / nullif(b.value, 0) - 1) as percent
        from t a left join t b on a.place = b.place and b.m = a.m - interval 1 year""",
    # Twelve months that are all there.
    "rolling_commune": f"""
        select place, m as month, case when count(*) over w = 12 then avg(value) over w end as mean
        from p where {crime}
        window w as (partition by place order by m
          range between interval 11 months preceding and current row)""",
    # Of a constant series regr_r2 says 1; there is nothing to explain.
    "slope_all": f"""
        select indicator, place, 12 * regr_slope(value, year(m) * 12 + month(m)) as slope,
          corr(value, year(m) * 12 + month(m)) ^ 2 as r2
        from p where not {among(YEARLY)} group by all""",
    "correlation_year": """
        with t as (select place, year(m) as year, indicator, sum(value) as v from p
          where indicator in ('crime_cases', 'tips_received') group by all)
        select a.year, corr(a.v, b.v) as r from t a join t b on a.place = b.place and a.year = b.year
        where a.indicator = 'crime_cases' and b.indicator = 'tips_received' group by all""",
    "rate_province_year": f"""
        with t as (select province, year(m) as year, sum(value) filter ({crime}) as v,
            sum(value) filter (indicator = 'population') as n
          from p join h using (place) where {among(["crime_cases", "population"])} group by all)
        select province, year, 10000 * v / n as rate from t""",
    "quantiles_province_year": f"""
        select province, year(m) as year, quantile_cont(value, 0.5) as q50,
          quantile_cont(value, 0.9) as q90
        from p join h using (place) where {crime} group by all""",
    "top_districts": f"""
        select district, sum(value) as value from p join h using (place)
        where {crime} and m >= '2023-01-01' and m < '2024-01-01'
        group by all order by value desc limit 10""",
    "one_series": f"""
        select m as month, value from p
        where indicator = 'tips_received' and place = '{panel.some_place}' order by m""",
    "describe": """
        select indicator, count(value) as n, min(value) as low, max(value) as high,
          avg(value) as mean, stddev_samp(value) as deviation, median(value) as middle
        from p group by all""",
    "gap_fill": f"""
        with t as (select place, m, value from p where {crime}),
          months as (select unnest(generate_series(min(m), max(m), interval 1 month))::date as m from t),
          grid as (select place, m from (select distinct place from t), months)
        select place, m as month,
          last_value(value ignore nulls) over (partition by place order by m) as value
        from grid left join t using (place, m)""",
    "population_then": f"""
        with people as (select place, m, value from p where indicator = 'population')
        select t.place, t.m as month, t.value, people.value as people
        from p t asof left join people on t.place = people.place and t.m >= people.m
        where t.{crime}""",
}
serve(
    {"load_csv": load_csv, "load_until_ready": load_until_ready},
    {name: lambda query=query: con.sql(query).to_arrow_table() for name, query in QUERIES.items()},
    lambda table: table.num_rows,
    lambda table, file: panel.write(con.from_arrow(table).pl(), file))
