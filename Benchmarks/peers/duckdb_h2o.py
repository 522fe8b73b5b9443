# SPDX-License-Identifier: GPL-3.0-or-later
"""DuckDB on the group-by questions, as its own solution in the public benchmark: enumerations."""
import sys

import duckdb

from peer import serve

con = duckdb.connect()
con.execute("set threads = 2")
con.execute("set preserve_insertion_order = false")
con.execute(f"""
    create table raw as from read_csv('{sys.argv[1]}/g1.csv', header = true, columns = {{
      'id1': 'varchar', 'id2': 'varchar', 'id3': 'varchar', 'id4': 'integer', 'id5': 'integer',
      'id6': 'integer', 'v1': 'integer', 'v2': 'integer', 'v3': 'double'}})""")
for column in ("id1", "id2", "id3"):
    con.execute(f"create type e_{column} as enum (select distinct {column} from raw order by 1)")
con.execute("""
    create table x as select id1::e_id1 as id1, id2::e_id2 as id2, id3::e_id3 as id3,
      id4, id5, id6, v1, v2, v3 from raw""")
con.execute("drop table raw")
QUERIES = {
    "q1": "select id1, sum(v1) as v1 from x group by id1",
    "q2": "select id1, id2, sum(v1) as v1 from x group by id1, id2",
    "q3": "select id3, sum(v1) as v1, mean(v3) as v3 from x group by id3",
    "q4": "select id4, mean(v1) as v1, mean(v2) as v2, mean(v3) as v3 from x group by id4",
    "q5": "select id6, sum(v1) as v1, sum(v2) as v2, sum(v3) as v3 from x group by id6",
    "q6": """select id4, id5, quantile_cont(v3, 0.5) as median_v3, stddev(v3) as sd_v3
        from x group by id4, id5""",
    "q7": "select id3, max(v1) - min(v2) as range_v1_v2 from x group by id3",
    "q8": """select id6, unnest(v3) as v3 from (
        select id6, max(v3, 2) as v3 from x where v3 is not null group by id6)""",
    "q9": "select id2, id4, pow(corr(v1, v2), 2) as r2 from x group by id2, id4",
    "q10": """select id1, id2, id3, id4, id5, id6, sum(v3) as v3, count(*) as count
        from x group by id1, id2, id3, id4, id5, id6""",
}
serve(
    {}, {name: lambda query=query: con.sql(query).to_arrow_table() for name, query in QUERIES.items()},
    lambda table: table.num_rows,
    lambda table, file: con.from_arrow(table).pl().write_csv(file))
