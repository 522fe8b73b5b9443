// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations
import NhipPlan

/// Decides whether places may be pooled: they stand at one level, and none lies inside another.
struct PooledPlaces {
  let places: [PlaceID]
  let registry: PlaceRegistry
  /// The levels of the places, outermost first.
  let levels: [PlaceLevel]
  /// A place and one that holds it.
  let nested: (inner: PlaceID, outer: PlaceID)?

  /// - Parameter places: each once, in any order.
  init(_ places: some Sequence<PlaceID>, _ registry: PlaceRegistry) {
    let ordered = places.sorted { registry.order[Int($0)] < registry.order[Int($1)] }
    self.places = ordered
    self.registry = registry
    levels = Set(ordered.map { registry.level(of: $0) }).sorted()
    // Depth-first, so that the first place inside another stands right behind one that holds it.
    nested = zip(ordered.dropFirst(), ordered).first { registry.isWithin($0, $1) }
      .map { (inner: $0, outer: $1) }
  }

  var mayBePooled: Bool { levels.count < 2 && nested == nil }
  /// Whether nothing is known of the places' levels, as in a plain file.
  var hasUnknownLevel: Bool { levels == [.place] }

  /// The error for pooling them, with the ways out that there are here.
  ///
  /// - Parameter apart: the clause that keeps places apart, such as `by place`.
  func refusal(_ verb: NameSyntax, _ schema: Schema, apart: String?) -> Diagnostic {
    var notes: [String] = []
    if levels.count > 1 {
      notes.append("levels here: \(levels.map(\.name).joined(separator: ", "))")
    }
    if let nested {
      notes.append(
        "`\(registry.typedName(nested.inner))` lies inside `\(registry.typedName(nested.outer))`")
    }
    var helps: [String] = []
    if let level = rollUpLevel(schema) { helps.append("ask one level: `by \(level.name)`") }
    if levels.count > 1, let first = levels.first, schema.index(of: "level") != nil {
      helps.append("keep one level: `| where level = \"\(first.name)\"`")
    }
    if let apart { helps.append("keep the places apart: `\(apart)`") }
    return Diagnostic(
      "E0403",
      levels.count > 1
        ? "`\(verb.text)` would pool places of different levels"
        : "`\(verb.text)` would pool places that lie inside one another",
      at: verb.span, notes: notes, helps: helps)
  }

  /// The finest level above the country that a series of these columns can be asked by.
  private func rollUpLevel(_ schema: Schema) -> PlaceLevel? {
    let measures = schema.termIndices.compactMap { schema.fields[$0].measure }
    let rolls = !measures.isEmpty && measures.allSatisfy(\.additiveOverPlaces)
    guard rolls else { return nil }
    return registry.levels.sorted(by: >).first { level in
      level.rank > 0 && level != .place
        && places.allSatisfy { registry.ancestor(of: $0, at: level) != nil }
    }
  }
}

extension StageBinder {
  /// Verbs that pool places refuse rows of mixed levels.
  ///
  /// - Parameter apart: the clause that keeps places apart, such as `by place`.
  /// - Returns: what a reader must know of the places' levels.
  func checkPooling(
    _ stage: StageSyntax, _ input: LogicalPlan, apart: String
  ) throws(Diagnostic) -> [Note] {
    guard let index = input.schema.placeIndex,
      input.schema.fields[index].role == .place(level: PlaceLevel.place.name)
    else { return [] }
    let clause = "\(apart) \(input.schema.fields[index].name)"
    guard let read = PlacesRead(input, catalog) else {
      throw Diagnostic(
        "E0403", "`\(stage.verb.text)` would pool places of different levels",
        at: stage.verb.span, helps: ["keep the places apart: `\(clause)`"])
    }
    let pooled = PooledPlaces(read.places, catalog.store.registry)
    guard pooled.mayBePooled else {
      throw pooled.refusal(stage.verb, input.schema, apart: clause)
    }
    return pooled.hasUnknownLevel ? [Note("unknownLevels")] : []
  }
}
