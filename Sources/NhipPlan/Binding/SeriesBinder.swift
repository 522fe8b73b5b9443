// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations

/// Binds a `series`: indicators, grid, places and periods by identity. Tells all mistakes at once.
struct SeriesBinder {
  let catalog: Catalog
  private var diagnostics: [Diagnostic] = []

  init(catalog: Catalog) { self.catalog = catalog }

  mutating func bind(_ syntax: SeriesSyntax) throws(QueryFailure) -> LogicalPlan {
    var spec = SeriesSpec(span: syntax.span)
    refuseReserved(syntax)
    spec.tables = bindTables(syntax)
    bindGrid(syntax, &spec)
    bindPlaces(syntax, &spec)
    bindDuring(syntax, &spec)
    var common: [BreakdownFilter] = []
    var commonStatus: StatusClass?
    if let predicate = syntax.predicate {
      attempt { (binder) throws(Diagnostic) in
        let filter = try ObservationPredicate.read(predicate, binder.catalog.store)
        common = filter.breakdowns
        commonStatus = filter.status
        if let unit = filter.unit {
          throw Diagnostic(
            "E0307", "a unit belongs to one indicator", at: predicate.span,
            helps: ["write it there: `weapons_collected[unit = \"\(unit)\"]`"])
        }
      }
    }
    var terms = TermBinder(
      catalog: catalog, tables: spec.tables, commonFilters: common, commonStatus: commonStatus)
    for term in syntax.terms { terms.bind(term) }
    diagnostics.append(contentsOf: terms.diagnostics)
    spec.leaves = terms.leaves
    spec.terms = terms.terms
    spec.notes.append(contentsOf: terms.notes)
    spec.isMatched = syntax.matched != nil
    for source in syntax.preferredSources {
      switch source.kind {
      case .text(let text): spec.preferred.append(text)
      case .name(let name): spec.preferred.append(name.text)
      default:
        diagnostics.append(
          Diagnostic("E0311", "expected the name of a source", at: source.span))
      }
    }
    guard diagnostics.isEmpty else { throw QueryFailure(diagnostics) }
    let schema = schema(of: spec)
    return .series(spec, schema: schema)
  }

  private mutating func attempt(_ body: (inout SeriesBinder) throws(Diagnostic) -> Void) {
    do {
      try body(&self)
    } catch {
      diagnostics.append(error)
    }
  }

  /// Clauses that are read and kept for what comes next.
  private mutating func refuseReserved(_ syntax: SeriesSyntax) {
    func refuse(_ span: Span?, _ what: String, _ meanwhile: String) {
      guard let span else { return }
      // The whole clause is kept, its words as well as what stands after them.
      let clause = what.split(separator: " ").first.flatMap { syntax.clauseSpans[String($0)] }
      diagnostics.append(
        Diagnostic(
          "E0701", "`\(what)` is not there yet", at: clause ?? span, label: "reserved",
          notes: ["the word is kept for a later version, so that no query changes its meaning"],
          helps: [meanwhile]))
    }
    refuse(
      syntax.boundaries?.span, "on boundaries",
      "without it each place is read on the map its data package declares")
    refuse(
      syntax.knownOn?.span, "known on", "`from observations` shows the column `recorded`")
    refuse(
      syntax.calendar?.span, "calendar", "without it months are those of the civil calendar")
  }

  private mutating func bindTables(_ syntax: SeriesSyntax) -> [Int32] {
    guard let name = syntax.table else { return catalog.defaultTables }
    let names = catalog.store.tables.map(\.name)
    guard let index = NameLookup.find(name.text, in: names) else {
      var helps: [String] = []
      if NameLookup.find(name.text, in: catalog.provider.tableNames) != nil {
        helps.append(
          "`\(name.text)` has no declared places, periods and indicators; read it with `from \(name.text)`"
        )
      }
      diagnostics.append(
        NameLookup.unknown(
          "E0206", "table of observations", name,
          among: names + catalog.packagedIndicators.keys.sorted().filter { !names.contains($0) },
          helps: helps))
      return []
    }
    return [Int32(index)]
  }

  private mutating func bindGrid(_ syntax: SeriesSyntax, _ spec: inout SeriesSpec) {
    if let span = syntax.clauseSpans["by"] { spec.gridSpan = span }
    let levels = catalog.store.registry.levels.union(PlaceLevel.standard)
    let dimensions = catalog.store.breakdowns.dimensions
    var hasPlace = false
    var hasPeriod = false
    for name in syntax.dimensions {
      if !name.isQuoted, name.text == "place" || levels.contains(where: { $0.name == name.text }) {
        if hasPlace {
          diagnostics.append(
            Diagnostic("E0207", "one place level at a time", at: name.span, label: "the second"))
        }
        hasPlace = true
        spec.placeGrid =
          name.text == "place"
          ? .each : .level(levels.first { $0.name == name.text } ?? .named(name.text))
      } else if !name.isQuoted, name.text == "period" || Grain(word: name.text) != nil {
        if hasPeriod {
          diagnostics.append(
            Diagnostic(
              "E0207", "one length of time at a time", at: name.span, label: "the second"))
        }
        hasPeriod = true
        spec.periodGrid = Grain(word: name.text).map { .grain($0) } ?? .asReported
      } else if let index = NameLookup.find(name.text, in: dimensions) {
        if !spec.breakdowns.contains(Int32(index)) { spec.breakdowns.append(Int32(index)) }
      } else {
        let known =
          levels.map(\.name).sorted() + Grain.regular.map(\.word) + ["place", "period"] + dimensions
        diagnostics.append(
          NameLookup.unknown("E0207", "dimension", name, among: known))
      }
    }
  }

  private mutating func bindPlaces(_ syntax: SeriesSyntax, _ spec: inout SeriesSpec) {
    let registry = catalog.store.registry
    // A place of the tables asked comes before an equal name elsewhere.
    let schemes = schemesOf(spec.tables)
    for place in syntax.places {
      var match = registry.match(place.path, schemes: schemes)
      if case .unknown = match { match = registry.match(place.path) }
      switch match {
      case .found(let id, let isProvinceOfMany):
        if isProvinceOfMany {
          spec.notes.append(
            Note("readAsProvince", registry[id].name, registry[id].level.name))
        }
        if case .level(let level) = spec.placeGrid, registry[id].level.rank > level.rank {
          diagnostics.append(
            Diagnostic(
              "E0404",
              "`\(registry.typedName(id))` is a \(registry[id].level.name), finer than `by \(level.name)`",
              at: place.span,
              notes: ["a \(level.name)'s figure is not one of a \(registry[id].level.name)"],
              helps: [
                "write `by \(registry[id].level.name)`, or `in` the \(level.name) that holds it"
              ]))
        }
        if !spec.places.contains(id) { spec.places.append(id) }
      case .ambiguous(let ids):
        diagnostics.append(
          Diagnostic(
            "E0204", "several places are named `\(place.path.joined(separator: " > "))`",
            at: place.span,
            notes: [NearestName.list(ids.map { registry.path($0) })],
            helps: ["write the type with the name, or the path: `\(registry.path(ids[0]))`"]))
      case .unknown(let segment, let nearest):
        diagnostics.append(
          Diagnostic(
            "E0203", "no place named `\(segment)`", at: place.span, label: "not known here",
            helps: (nearest.map { ["did this mean `\($0)`"] } ?? [])
              + ["`.places` lists the places that the data name"]))
      }
    }
    // Overlapping places count once: the outer one stays.
    let all = spec.places
    spec.places = all.filter { id in
      !all.contains { $0 != id && registry.isWithin(id, $0) }
    }
    if spec.placeGrid == .none, spec.places.count > 1 {
      let names = spec.places.map { registry.typedName($0) }
      spec.notes.append(Note("pooledPlaces", names.joined(separator: ", ")))
    }
  }

  /// The schemes of the places that the tables' observations name.
  private func schemesOf(_ tables: [Int32]) -> Set<String>? {
    var found: Set<String> = []
    for (index, groups) in catalog.store.groups.enumerated()
    where tables.contains(catalog.store.indicatorTables[index]) {
      for group in groups {
        if let run = group.runs.first { found.insert(catalog.store.registry[run.place].scheme) }
      }
    }
    return found.isEmpty ? nil : found
  }

  private mutating func bindDuring(_ syntax: SeriesSyntax, _ spec: inout SeriesSpec) {
    guard let during = syntax.during else { return }
    if case .last(let count, let word) = during.kind, let grain = Grain(word: word) {
      spec.last = (count, grain)
      return
    }
    guard let period = ExpressionBinder.period(during) else {
      var helps = ["write a period such as `2023`, `2021-S1`, `2016-01..2018-05` or `last 3 years`"]
      if case .range(let low, let high) = during.kind, let a = ExpressionBinder.period(low),
        let b = ExpressionBinder.period(high), b < a
      {
        helps = ["the range runs backwards: write `\(b)..\(a)`"]
      }
      diagnostics.append(
        Diagnostic(
          "E0305", "`during` needs a stretch of time", at: during.span, label: "this is none",
          helps: helps))
      return
    }
    spec.during = period
  }

  private func schema(of spec: SeriesSpec) -> Schema {
    var fields: [Field] = []
    switch spec.placeGrid {
    case .none: break
    case .level(let level):
      fields.append(Field(level.name, .place, role: .place(level: level.name)))
    case .each:
      fields.append(Field("place", .place, role: .place(level: "place")))
      fields.append(Field("level", .text))
    }
    switch spec.periodGrid {
    case .none: fields.append(Field("period", .period, role: .period(nil)))
    case .grain(let grain):
      fields.append(Field(grain.word, .period, role: .period(grain)))
    case .asReported: fields.append(Field("period", .period, role: .period(nil)))
    }
    for dimension in spec.breakdowns {
      fields.append(
        Field(catalog.store.breakdowns.dimensions[Int(dimension)], .text, role: .breakdown))
    }
    return Schema(fields + spec.terms.map(\.field))
  }
}
