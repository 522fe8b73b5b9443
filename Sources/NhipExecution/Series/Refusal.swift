// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Says why an indicator has no cell in the asked grid, and what can be asked instead.
struct Refusal {
  /// Observations listed in the note.
  static let listed = 3

  let spec: SeriesSpec
  let leaf: LeafSpec
  let query: CellQuery

  /// Why, in the words that the note line translates.
  var reason: String {
    switch query.indicator.kind {
    case .change: "reported percentages have no base to weigh them by"
    case .share: "shares without their base cannot be weighed"
    case .rate: "rates without their parts cannot be weighed"
    case .undeclared: "nothing says how its values add up"
    case .flow, .stock, .average, .ratio: "its values do not add up"
    }
  }

  func diagnostic() -> Diagnostic {
    let store = query.store
    let indicator = query.indicator
    var found: [(PlaceID, Period, Double, Int32)] = []
    for group in query.groups {
      for run in group.runs where isAsked(run.place) {
        for index in 0..<Int(run.slotCount) where !group.values[Int(run.offset) + index].isNaN {
          if let during = spec.during, !group.period(run, index).overlaps(during) { continue }
          found.append(
            (
              run.place, group.period(run, index), group.values[Int(run.offset) + index],
              group.key.tuple
            ))
        }
      }
    }
    let unit = indicator.unit.symbol.isEmpty ? "" : " \(indicator.unit.symbol)"
    let examples = found.prefix(Self.listed).map { place, period, value, tuple -> String in
      let parts = store.breakdowns.tuples[Int(tuple)].parts.map {
        ", \(store.breakdowns.dimensions[Int($0.dimension)]) \(store.breakdowns.value($0))"
      }.joined()
      return "\(store.registry.path(place)), \(period)\(parts): \(plain(value))\(unit)"
    }
    let more = found.count > Self.listed ? " …" : ""
    let noun = found.count == 1 ? "observation" : "observations"
    let note = "\(found.count) \(noun): \(examples.joined(separator: "; "))\(more)"
    return Diagnostic(
      "E0402", "`\(leaf.name)` cannot be added up \(over(Set(found.map(\.0))))", at: leaf.span,
      label: reason,
      notes: [note], helps: [wayOut(found)])
  }

  /// Whether the place lies in the places that the query names.
  private func isAsked(_ place: PlaceID) -> Bool {
    spec.places.isEmpty || spec.places.contains { query.store.registry.isWithin(place, $0) }
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// The axis that would have to be added up, of the observations found.
  private func over(_ places: Set<PlaceID>) -> String {
    let registry = query.store.registry
    let finest = places.map { registry[$0].level }.max()
    let isFiner: Bool
    switch spec.placeGrid {
    case .each: isFiner = false
    case .level(let level): isFiner = finest.map { $0.rank > level.rank } ?? false
    case .none: isFiner = places.count > 1 || (!spec.places.isEmpty && Set(spec.places) != places)
    }
    if isFiner, let finest { return "over \(finest.plural)" }
    if let dimension = extraDimensions.first { return "over `\(dimension)`" }
    return "over time"
  }

  private var extraDimensions: [String] {
    let space = query.store.breakdowns
    var names: Set<String> = []
    for group in query.groups {
      for part in space.tuples[Int(group.key.tuple)].parts
      where !spec.breakdowns.contains(part.dimension) {
        names.insert(space.dimensions[Int(part.dimension)])
      }
    }
    return names.sorted()
  }

  private func wayOut(_ found: [(PlaceID, Period, Double, Int32)]) -> String {
    let grain: String
    switch spec.periodGrid {
    case .none: grain = "period"
    case .grain(let asked):
      grain = found.contains { $0.1.grain == asked } ? asked.word : "period"
    case .asReported: grain = "period"
    }
    var dimensions = ["place", grain]
    let extra = extraDimensions
    if !extra.isEmpty {
      if case .level(let level) = spec.placeGrid,
        found.contains(where: { query.store.registry[$0.0].level == level })
      {
        dimensions = [level.name, grain]
      }
      dimensions.append(contentsOf: extra)
    }
    if query.indicator.kind == .undeclared {
      return
        "declare it: a descriptor beside the file, or `.load FILE --kind \(leaf.name)=flow`; or ask at its own level: `by \(dimensions.joined(separator: ", "))`"
    }
    return "ask at its own level: `by \(dimensions.joined(separator: ", "))`"
  }
}
