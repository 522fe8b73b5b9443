// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations

/// Binds the terms of a series: which indicators they read, and what is made of them.
struct TermBinder {
  let catalog: Catalog
  let tables: [Int32]
  let commonFilters: [BreakdownFilter]
  let commonStatus: StatusClass?
  private(set) var leaves: [LeafSpec] = []
  private(set) var terms: [TermSpec] = []
  private(set) var notes: [Note] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(
    catalog: Catalog, tables: [Int32], commonFilters: [BreakdownFilter],
    commonStatus: StatusClass?
  ) {
    self.catalog = catalog
    self.tables = tables
    self.commonFilters = commonFilters
    self.commonStatus = commonStatus
  }

  mutating func bind(_ syntax: TermSyntax) {
    do throws(Diagnostic) {
      let expression = try bind(syntax.expression)
      let name = try name(of: syntax, expression)
      if terms.contains(where: { $0.field.name == name }) {
        throw Diagnostic(
          "E0208", "two columns are named `\(name)`", at: syntax.span,
          helps: ["give one another name: `… as other`"])
      }
      if joinsFlowAndStock(expression) { notes.append(Note("flowWithStock", name)) }
      terms.append(term(named: name, expression, syntax.span))
    } catch {
      diagnostics.append(error)
    }
  }

  // MARK: Leaves

  private mutating func leaf(
    _ name: NameSyntax, filters: [BreakdownFilter] = [], unit: String? = nil,
    status: StatusClass? = nil, kind: ValueKind? = nil, rollUp: RollUpOverride? = nil
  ) throws(Diagnostic) -> Expression {
    let indicators = try indicators(name)
    let definition = catalog.store.indicators[Int(indicators[0])]
    let valueKind: ValueKind =
      kind ?? (definition.kind == .change ? .change : definition.kind == .share ? .share : .level)
    let spec = LeafSpec(
      indicators: indicators, name: definition.key, status: status ?? commonStatus ?? .actual,
      kind: valueKind, filters: filters + commonFilters, rollUp: rollUp,
      unit: unit.map { Unit($0) },
      span: name.span)
    let field = field(of: spec, definition)
    // The same leaf twice is one: in a share the same quantity moves together.
    if let index = leaves.firstIndex(where: { same($0, spec) }) { return .column(index, field) }
    leaves.append(spec)
    if indicators.allSatisfy({ catalog.store.groups[Int($0)].isEmpty }) {
      for table in packages(with: definition.key) {
        notes.append(Note("foundElsewhere", table, definition.key))
      }
    }
    return .column(leaves.count - 1, field)
  }

  private func same(_ a: LeafSpec, _ b: LeafSpec) -> Bool {
    var other = b
    other.span = a.span
    return a == other
  }

  private func field(of leaf: LeafSpec, _ definition: Indicator) -> Field {
    var kind = definition.kind
    if leaf.kind == .change { kind = .change }
    if leaf.kind == .share { kind = .share }
    if let rollUp = leaf.rollUp, rollUp.function != .sum { kind = .rate }
    let hasBase = leaf.indicators.contains { id in
      catalog.store.groups[Int(id)].contains { $0.denominators != nil }
    }
    // A count that comes out of a known whole is shown and rolled up as both.
    if hasBase && leaf.kind == .level && leaf.rollUp == nil { kind = .ratio }
    let unit =
      leaf.rollUp?.function == .count
      ? Unit.count : leaf.kind == .level ? leaf.unit ?? definition.unit : Unit.percent
    let keeps = kind == definition.kind || kind == .ratio
    let info = MeasureInfo(
      kind: kind, unit: unit,
      additiveOverPlaces: definition.additiveOverPlaces && keeps,
      additiveOverTime: definition.additiveOverTime && keeps,
      isNonNegative: kind != .change && isNonNegative(leaf),
      term: leaf.name, isTerm: true, isCount: definition.isCount && keeps)
    return Field(leaf.name, .float, role: .measure(info))
  }

  /// Whether no figure is negative: a balance, or a difference that was reported as a figure, is.
  private func isNonNegative(_ leaf: LeafSpec) -> Bool {
    leaf.indicators.allSatisfy { id in
      catalog.store.groups[Int(id)].allSatisfy { $0.key.kind != leaf.kind || $0.minimum >= 0 }
    }
  }

  private func indicators(_ name: NameSyntax) throws(Diagnostic) -> [Int32] {
    let store = catalog.store
    let keys = store.indicators.indices.filter { tables.contains(store.indicatorTables[$0]) }
    let names = keys.map { store.indicators[$0].key }
    if let position = NameLookup.find(name.text, in: uniqued(names)) {
      let key = uniqued(names)[position]
      let found = keys.filter { store.indicators[$0].key == key }
      let first = store.indicators[found[0]]
      for other in found.dropFirst()
      where store.indicators[other].kind != first.kind || store.indicators[other].unit != first.unit
      {
        throw Diagnostic(
          "E0213", "two tables declare `\(key)` differently", at: name.span,
          notes: found.map {
            "`\(store.tables[Int(store.indicatorTables[$0])].name)`: \(store.indicators[$0].kind.rawValue), \(store.indicators[$0].unit.name)"
          },
          helps: ["choose one with `from`"])
      }
      return found.map { Int32($0) }
    }
    // A Vietnamese or English title serves too, where it is one indicator's alone.
    let folded = TextFolding.fold(name.text)
    let titled = keys.filter {
      TextFolding.fold(store.indicators[$0].nameVietnamese) == folded
        || TextFolding.fold(store.indicators[$0].nameEnglish) == folded
    }
    if titled.count == 1 { return [Int32(titled[0])] }
    let elsewhere = packages(with: name.text)
    let helps =
      elsewhere.isEmpty
      ? ["`.indicators` lists them all"]
      : elsewhere.map { "`\($0)` has it: write `series \(name.text) from \($0) …`" }
    throw NameLookup.unknown("E0202", "indicator", name, among: uniqued(names), helps: helps)
  }

  /// The data packages that are not read here and have an indicator of this name.
  private func packages(with indicator: String) -> [String] {
    catalog.packagedIndicators.keys.sorted().filter {
      NameLookup.find(indicator, in: catalog.packagedIndicators[$0] ?? []) != nil
        && !tables.contains(catalog.store.table(named: $0) ?? -1)
    }
  }

  private func uniqued(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  // MARK: Expressions

  private mutating func bind(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Expression {
    switch syntax.kind {
    case .name(let name): return try leaf(name)
    case .number(let value, _): return .number(value)
    case .filtered(let base, let predicate): return try bindFiltered(base, predicate)
    case .member(let base, let member):
      guard case .column(let index, let field) = try bind(base) else {
        throw Diagnostic("E0306", "only an indicator has parts such as `.base`", at: base.span)
      }
      guard let companion = Companion(rawValue: member.text) else {
        throw NameLookup.unknown(
          "E0209", "part", member, among: Companion.allCases.map(\.rawValue))
      }
      return .companion(index, field, companion)
    case .unary(.minus, let operand): return .negate(try bind(operand))
    case .binary(let op, let left, let right):
      guard [.add, .subtract, .multiply, .divide].contains(op) else {
        throw Diagnostic(
          "E0307", "a term is arithmetic over indicators", at: syntax.span,
          label: "`\(op.rawValue)` is not arithmetic",
          helps: ["conditions on results follow as `| where …`"])
      }
      let a = try bind(left)
      let b = try bind(right)
      if op == .add || op == .subtract { try requireOneUnit(a, b, left.span, right.span, op) }
      return .arithmetic(ExpressionOperator(op), a, b)
    case .call(let name, let arguments): return try bindCall(name, arguments, syntax.span)
    case .invalid: throw Diagnostic("E0100", "this term could not be read", at: syntax.span)
    default:
      throw Diagnostic(
        "E0307", "a term is an indicator or arithmetic over indicators", at: syntax.span)
    }
  }

  private mutating func bindFiltered(
    _ base: ExpressionSyntax, _ predicate: ExpressionSyntax
  ) throws(Diagnostic) -> Expression {
    let filter = try ObservationPredicate.read(predicate, catalog.store)
    guard case .name(let name) = base.kind else {
      throw Diagnostic("E0307", "`[…]` filters one indicator", at: base.span)
    }
    return try leaf(
      name, filters: filter.breakdowns, unit: filter.unit, status: filter.status)
  }

  private func requireOneUnit(
    _ a: Expression, _ b: Expression, _ aSpan: Span, _ bSpan: Span, _ op: BinaryOperator
  ) throws(Diagnostic) {
    guard let x = unit(of: a), let y = unit(of: b), x != y else { return }
    throw Diagnostic(
      "E0304", "`\(op.rawValue)` needs one unit", at: aSpan.union(bSpan),
      helps: ["a share or a rate of the two is a quotient: `a / b`"]
    ).also(aSpan, "this is in \(x.name)").also(bSpan, "this is in \(y.name)")
  }

  /// Whether a sum or a difference has a flow on one side and a stock on the other.
  private func joinsFlowAndStock(_ expression: Expression) -> Bool {
    guard case .arithmetic(let op, let a, let b) = expression else { return false }
    if joinsFlowAndStock(a) || joinsFlowAndStock(b) { return true }
    guard op == .add || op == .subtract else { return false }
    let kinds = [a, b].map { side -> MeasureKind? in
      guard case .column(_, let field) = side else { return nil }
      return field.measure?.kind
    }
    return kinds.contains(.flow) && kinds.contains(.stock)
  }

  func unit(of expression: Expression) -> Unit? {
    switch expression {
    case .column(_, let field): return field.unit
    case .companion(_, let field, let companion):
      return companion == .percent ? .percent : field.unit
    case .negate(let a): return unit(of: a)
    case .arithmetic(.add, let a, _), .arithmetic(.subtract, let a, _): return unit(of: a)
    default: return nil
    }
  }

  private mutating func bindCall(
    _ name: NameSyntax, _ arguments: [CallArgumentSyntax], _ span: Span
  ) throws(Diagnostic) -> Expression {
    let word = name.text.lowercased()
    if word == "target" || word == "reported_change" {
      guard arguments.count == 1, arguments[0].over == nil,
        case .name(let indicator) = arguments[0].expression.kind
      else {
        throw Diagnostic("E0310", "`\(word)` takes one indicator", at: span)
      }
      if word == "target" { return try leaf(indicator, status: .target) }
      return try leaf(indicator, kind: .change)
    }
    guard let function = RollUpOverride.Function(rawValue: word) else {
      throw NameLookup.unknown(
        "E0210", "function of a term", name,
        among: RollUpOverride.Function.allCases.map(\.rawValue) + ["target", "reported_change"])
    }
    guard let first = arguments.first, arguments.count <= 2 else {
      throw Diagnostic(
        "E0310", "`\(word)` takes an indicator and at most one weight", at: span,
        helps: ["for example `mean(clearance_rate over district, crime_cases)`"])
    }
    var rollUp = RollUpOverride(function: function)
    if let over = first.over {
      let levels = catalog.store.registry.levels.union(PlaceLevel.standard)
      if let level = levels.first(where: { $0.name == over.text }) {
        rollUp.overLevel = level
      } else if let grain = Grain(word: over.text) {
        rollUp.overGrain = grain
      } else if let index = NameLookup.find(over.text, in: catalog.store.breakdowns.dimensions) {
        rollUp.overDimension = Int32(index)
      } else {
        throw NameLookup.unknown(
          "E0207", "dimension", over,
          among: levels.map(\.name).sorted() + Grain.regular.map(\.word)
            + catalog.store.breakdowns.dimensions)
      }
    }
    if arguments.count == 2 {
      guard case .column(let weight, _) = try bind(arguments[1].expression) else {
        throw Diagnostic("E0310", "a weight is an indicator", at: arguments[1].expression.span)
      }
      rollUp.weightLeaf = weight
    }
    let result: Expression
    switch first.expression.kind {
    case .name(let indicator): result = try leaf(indicator, rollUp: rollUp)
    case .filtered(let base, let predicate):
      guard case .name(let indicator) = base.kind else {
        throw Diagnostic("E0310", "`\(word)` takes an indicator", at: base.span)
      }
      let filter = try ObservationPredicate.read(predicate, catalog.store)
      result = try leaf(
        indicator, filters: filter.breakdowns, unit: filter.unit, status: filter.status,
        rollUp: rollUp)
    default: throw Diagnostic("E0310", "`\(word)` takes an indicator", at: first.expression.span)
    }
    if case .column(_, let field) = result {
      let over = first.over.map { " over \($0.text)" } ?? ""
      notes.append(Note("override", field.name, word + over))
    }
    return result
  }
}
