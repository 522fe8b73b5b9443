// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Simulation {
  /// The text of `datapackage.json`.
  package var descriptor: String {
    let hasCommunes = places > Simulation.districtLimit
    let levels = ["country", "province", "district"] + (hasCommunes ? ["commune"] : [])
    let observations = resource(
      "observations", "Observations", #"{"role": "observations", "layout": "long"}"#,
      [
        field("place", "Code of the place, see places", role: "place"),
        field("period", "Month (2015-01) or year", role: "period"),
        field("indicator", "Key of the indicator, see indicators", role: "indicator"),
        field("value", "The simulated value", type: "integer", role: "value"),
      ])
    let indicators = resource(
      "indicators", "Indicators", #"{"role": "indicators"}"#,
      [
        field("key", "Key, the name in queries"),
        field("name_vi", "Name in Vietnamese"),
        field("name_en", "Name in English"),
        field("unit", "Unit"),
        field("kind", "flow, stock, average, ratio, share, rate or change"),
        field("additive_places", "yes: adds up over places of one level"),
        field("additive_time", "yes: adds up over consecutive periods"),
        field("additive_breakdowns", "dimension:yes or dimension:no; * is any dimension"),
        field("complete_breakdowns", "Dimensions whose listed values are complete"),
        field("direction", "+1: higher is better, -1: lower is better, 0: neither"),
        field("description_vi", "Description in Vietnamese"),
        field("description_en", "Description in English"),
      ])
    let registry = resource(
      "places", "Places", #"{"role": "places"}"#,
      [
        field("code", "Code", role: "place"),
        field("name", "Name", role: "place_name"),
        field("type", "Type word; empty, the name says it"),
        field("level", levels.joined(separator: ", "), role: "place_level"),
        field("parent", "Code of the place above"),
        field("valid_from", "First day; not used"),
        field("valid_to", "Last day; not used"),
        field("unit_counts", "Units below it, level=count separated by semicolons"),
        field("source", "Where the row comes from"),
      ])
    return """
      {
        "profile": "tabular-data-package",
        "name": "simulated",
        "title": "A simulated national panel whose truth is known",
        "description": "Made by NhipSimulation from a seed; no figure describes a real place. \
      Observations and places are written on first use; truth.json says what is planted.",
        "version": "1.0.0",
        "licenses": [
          {
            "name": "GPL-3.0-or-later",
            "path": "https://www.gnu.org/licenses/gpl-3.0.html",
            "title": "GNU General Public License, version 3 or later"
          }
        ],
        "sources": [
          {"title": "NhipSimulation, a seeded generator", "path": "truth.json", "version": "1"}
        ],
        "nhip": {
          "country": "SIM",
          "simulated": true,
          "load": "first_mention",
          "levels": [\(levels.map { "\"\($0)\"" }.joined(separator: ", "))],
          "table": "simulated",
          "parameters": {"places": \(places), "months": \(months), "seed": \(seed)}
        },
        "resources": [
      \([observations, indicators, registry].joined(separator: ",\n"))
        ]
      }

      """
  }

  private func resource(
    _ name: String, _ title: String, _ meaning: String, _ fields: [String]
  ) -> String {
    """
        {
          "name": "\(name)",
          "path": "\(name).csv",
          "title": "\(title)",
          "profile": "tabular-data-resource",
          "format": "csv",
          "mediatype": "text/csv",
          "encoding": "utf-8",
          "dialect": {"delimiter": ","},
          "nhip": \(meaning),
          "schema": {
            "missingValues": [""],
            "fields": [
    \(fields.joined(separator: ",\n"))
            ]
          }
        }
    """
  }

  private func field(
    _ name: String, _ description: String, type: String = "string", role: String? = nil
  ) -> String {
    let meaning = role.map { ", \"nhip\": {\"role\": \"\($0)\"}" } ?? ""
    return "          {\"name\": \"\(name)\", \"type\": \"\(type)\", "
      + "\"description\": \"\(description)\"\(meaning)}"
  }
}
