// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations
import NhipPlan

/// What there is to complete with.
extension Completer {
  var store: ObservationStore { session.workspace.store }

  var tables: [Candidate] {
    let views = WorkspaceTables(workspace: session.workspace)
    let waiting = session.packages.packages.map(\.table).filter { store.table(named: $0) == nil }
    let named = session.workspace.namedQueries.keys.sorted()
    return views.tableNames.map { Candidate(Self.bare($0), .table) }
      + waiting.map { Candidate(Self.bare($0), .table, detail: "loads on first use") }
      + named.map { Candidate(Self.bare($0), .table, detail: "named query") }
  }

  /// The indicators that a `series` here may ask for.
  func indicators(of table: String?) -> [Candidate] {
    let chosen: [Int32]
    if let table, let index = NameLookup.find(table, in: store.tables.map(\.name)) {
      chosen = [Int32(index)]
    } else if let table,
      let package = session.packages.packages.first(where: { $0.table == table })
    {
      return package.indicatorKeys.map { Candidate(Self.bare($0), .indicator) }
    } else {
      chosen = session.workspace.defaultTables
    }
    return store.indicators.indices.filter { chosen.contains(store.indicatorTables[$0]) }.map {
      let indicator = store.indicators[$0]
      let name =
        indicator.nameVietnamese.isEmpty ? indicator.nameEnglish : indicator.nameVietnamese
      return Candidate(Self.bare(indicator.key), .indicator, detail: name)
    }
  }

  var termFunctions: [Candidate] {
    ["target(", "reported_change("].map { Candidate($0, .keyword) }
  }

  /// Levels that have places, grains, breakdowns.
  var dimensions: [Candidate] {
    let levels = store.registry.levels.sorted().map(\.name)
    return Candidate.words(levels.filter { $0 != "place" } + ["place"], .dimension)
      + Candidate.words(Grain.regular.map(\.word) + ["period"], .dimension) + breakdowns
  }

  var breakdowns: [Candidate] {
    store.breakdowns.dimensions.map { Candidate(Self.bare($0), .column, detail: "breakdown") }
  }

  /// The values of a breakdown, quoted.
  func values(of name: String) -> [Candidate] {
    guard let index = NameLookup.find(Self.unquoted(name), in: store.breakdowns.dimensions) else {
      return []
    }
    return store.breakdowns.values[index].map { value in
      let written = NameWriter.text(value)
      let folded = TextFolding.fold(value)
      return Candidate(written, .value, keys: [folded, "\"" + folded])
    }
  }

  /// Every place by its name, where that alone says which is meant, and by its type and name.
  var places: [Candidate] {
    let registry = store.registry
    if placeCandidates.count == registry.count { return placeCandidates.list }
    var bearers: [String: Int] = [:]
    var provinces: Set<String> = []
    let folded = registry.places.map { TextFolding.fold($0.name) }
    for (index, place) in registry.places.enumerated() where !place.isUnnamed {
      bearers[folded[index], default: 0] += 1
      if place.level.rank == 2 { provinces.insert(folded[index]) }
    }
    var list: [Candidate] = []
    list.reserveCapacity(registry.count)
    for id in registry.byOrder where !registry[id].isUnnamed {
      let name = folded[Int(id)]
      let typed = registry.typedName(id)
      // A bare name that a province bears means the province; a name that several bear is
      // settled by its type.
      let isProvince = registry[id].level.rank == 2
      // `7` is no name to write by itself, `thôn 7` is.
      let isAlone =
        isProvince || bearers[name] == 1 && registry[id].name.contains(where: \.isLetter)
      let isHidden = !isProvince && provinces.contains(name)
      let path = registry.path(id)
      if isAlone && !isHidden { list.append(Candidate(registry[id].name, .place, detail: path)) }
      guard typed != registry[id].name else { continue }
      let key = TextFolding.fold(typed)
      var other = Candidate(
        typed, .place, detail: path, keys: isAlone || isHidden ? [key] : [key, name])
      other.needsTyping = isAlone
      list.append(other)
    }
    placeCandidates = (registry.count, list)
    return list
  }

  /// Periods of the years that there are figures for, in the grain that was begun.
  func periods(_ begun: String) -> [Candidate] {
    // After `..` the second end is typed.
    let ends = begun.split(separator: "..", omittingEmptySubsequences: false)
    let tail = ends.last ?? ""
    let head = String(begun.dropLast(tail.count))
    let years = self.years
    var texts: [String]
    if tail.count > 4, tail.prefix(4).allSatisfy(\.isNumber), tail.dropFirst(4).first == "-" {
      let year = tail.prefix(4)
      let months = (1...12).map { "\(year)-\($0 < 10 ? "0" : "")\($0)" }
      texts = (1...2).map { "\(year)-S\($0)" } + (1...4).map { "\(year)-Q\($0)" } + months
    } else {
      texts = years.reversed().map(String.init)
    }
    texts = texts.map { head + $0 }
    var list = texts.map { Candidate($0, .period, keys: [$0.lowercased()]) }
    guard head.isEmpty, let last = years.last else { return list }
    list += ["last 3 years", "last 12 months"].map { Candidate($0, .period) }
    list += ["6 tháng đầu năm \(last)", "9 tháng \(last)", "quý 4/\(last)", "tháng 12/\(last)"]
      .map { Candidate($0, .period) }
    return list
  }

  /// The years between the first and the last figure of the tables that `series` reads.
  private var years: [Int] {
    let now = 2_000...2_025
    var first = Int32.max
    var last = Int32.min
    for (index, groups) in store.groups.enumerated()
    where session.workspace.defaultTables.contains(store.indicatorTables[index]) {
      for range in groups.compactMap(\.dayRange) {
        first = min(first, range.lowerBound)
        last = max(last, range.upperBound)
      }
    }
    guard first <= last else { return Array(now) }
    let from = CivilDate.civil(day: Int(first)).year
    let to = CivilDate.civil(day: Int(last)).year
    return from <= to && to - from < 500 ? Array(from...to) : Array(now)
  }

  var verbs: [Candidate] {
    let all = session.catalog().verbs
    return all.flatMap { verb -> [Candidate] in
      var words = Candidate.words([verb.name], .verb)
      if words.isEmpty || words[0].text != verb.name { words = [Candidate(verb.name, .verb)] }
      words[0].detail = verb.summary
      return words
    } + [Candidate("explain", .verb, detail: "shows how the query would run")]
  }

  var functions: [Candidate] {
    let catalog = session.catalog()
    return catalog.aggregates.map { Candidate($0.name + "(", .keyword, detail: $0.summary) }
      + catalog.scalars.map { Candidate($0.name + "(", .keyword, detail: $0.summary) }
  }

  /// The columns that the query before the last `|` gives; none where it has mistakes.
  func columns(before pipe: Int?, _ typed: TypedText) -> [Candidate] {
    guard let pipe else { return [] }
    let before = String(decoding: typed.typed(from: 0).utf8.prefix(pipe), as: UTF8.self)
    let (statements, mistakes) = Parser.parse(SourceText(name: "", text: before))
    guard mistakes.isEmpty, let pipeline = statements.last?.pipeline,
      let plan = try? Binder(session.catalog()).bind(pipeline)
    else { return [] }
    return plan.schema.fields.map { Candidate(Self.bare($0.name), .column) }
  }

  /// The name as a query writes it, in backticks where it must.
  static func bare(_ name: String) -> String {
    NameWriter.name(NameSyntax(name, span: Span(0, 0)))
  }

  static func unquoted(_ name: String) -> String {
    guard name.count > 1, name.first == "`", name.last == "`" else { return name }
    return String(name.dropFirst().dropLast())
  }
}
