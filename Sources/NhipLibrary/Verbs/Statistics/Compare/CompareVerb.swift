// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct CompareVerb: Verb {
  let name = "compare"
  let summary = "sets one place against another, or against all the others"
  let signature = "compare PLACE with PLACE|rest [per COLUMN] [of COLUMN, …] [including partial]"
  let details = """
    Counts: one row per term and period with both values, both rates where there is an exposure \
    (`per population`, or a quotient such as `homicide / population`), the ratio of the rates \
    with its mid-P interval, p, q over the table and the verdict `higher`, `lower`, `no clear \
    difference` or `too few to judge`. `rest` adds up all other places of the table.

    Other numbers have no chance model of one period: their periods are paired instead, one row \
    per term with the mean difference (t interval); `rest` is then the mean of the other places. \
    Where no period has both places, the two are compared by Welch's test. Neighbouring periods \
    resemble each other, so that such p-values are on the low side.
    """
  let examples = [
    VerbExample(
      "series homicide, population from us_states by state, year during 2017..2019 | compare Texas with Ohio per population of homicide",
      "two states, with their populations"),
    VerbExample(
      "series 100000 * homicide / population as homicide_rate from us_states by state, year during 2015..2019 | compare Maryland with rest",
      "a state against all the others"),
    VerbExample(
      "series crmrte from north_carolina by county, year | compare \"NC001\" with \"NC003\"",
      "two counties by a rate without its parts"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 1...1, clauses: ["with", "per", "of", "including"], signature: signature)
    let (input, exposure) = try binder.exposure(stage, input)
    let schema = input.schema
    let place = try binder.requirePlace(stage, schema)
    guard let with = binder.clause("with", stage), with.operands.count == 1 else {
      throw Diagnostic(
        "E0311", "`compare` needs two sides", at: stage.verb.span,
        helps: ["write `compare A with B`, or `compare A with rest`"])
    }
    let names = PlaceNaming(binder.catalog.store.registry, schema.fields[place])
    let measures = try binder.measures(stage, schema).filter { $0 != exposure }
    if exposure != nil {
      for measure in measures {
        try binder.requireRate(stage, schema.fields[measure], per: exposure)
      }
    }
    let isRest = names.text(with.operands[0]) == "rest"
    let work = CompareOperator(
      first: try names.side(stage.operands[0]),
      second: isRest ? nil : try names.side(with.operands[0]),
      measures: measures, exposure: exposure, place: place, period: schema.periodIndex,
      includesPartial: try binder.includesPartial(stage), verb: stage.verb)
    return .extended(
      StatisticsNode(
        input, work.schema(schema), title: "compare \(work.first.name)",
        work: { table, context throws(Diagnostic) in try work.run(table, context) }))
  }
}

/// A side of a comparison: the places that its name may mean at the level of the table.
struct CompareSide: Sendable {
  let name: String
  let candidates: Set<PlaceID>
  let span: Span
}

/// Reads the names of places in a stage: in quotes, as a path, or as bare words.
struct PlaceNaming {
  private let registry: PlaceRegistry
  private let level: String?

  init(_ registry: PlaceRegistry, _ field: Field) {
    self.registry = registry
    if case .place(let level) = field.role, level != "place" {
      self.level = level
    } else {
      level = nil
    }
  }

  /// The words of an operand, joined; `nil` where it is no name.
  func text(_ operand: OperandSyntax) -> String? {
    guard operand.name == nil else { return nil }
    var words: [String] = []
    for part in operand.parts {
      switch part.kind {
      case .name(let name): words.append(name.text)
      case .text(let text): words.append(text)
      case .number(_, let digits): words.append(digits)
      default: return nil
      }
    }
    return words.joined(separator: " ")
  }

  func side(_ operand: OperandSyntax) throws(Diagnostic) -> CompareSide {
    guard let text = text(operand) else {
      throw Diagnostic(
        "E0311", "expected the name of a place here", at: operand.span,
        helps: ["put it into quotes: `compare \"Thuận Châu\" with rest`"])
    }
    let path = text.split(separator: ">").map { String($0).trimmingBlanks() }
    var found: Set<PlaceID> = []
    var nearest: String?
    switch registry.match(path) {
    case .found(let id, _): found = [id]
    case .ambiguous(let ids): found = Set(ids)
    case .unknown(_, let name): nearest = name
    }
    // The level of the table settles what a name means: no province comes first here.
    found = found.filter { fits($0) }
    if path.count == 1 {
      let folded = TextFolding.fold(text)
      for (index, place) in registry.places.enumerated() where fits(PlaceID(index)) {
        let isNamed =
          TextFolding.fold(place.name) == folded || place.code == text
          || TextFolding.fold(registry.typedName(PlaceID(index))) == folded
        if isNamed { found.insert(PlaceID(index)) }
      }
    }
    guard !found.isEmpty else {
      let what = level.map { "\($0)" } ?? "place"
      throw Diagnostic(
        "E0203", "no \(what) named `\(text)`", at: operand.span, label: "not known here",
        helps: nearest.map { ["did this mean `\($0)`"] } ?? [])
    }
    return CompareSide(name: text, candidates: found, span: operand.span)
  }

  private func fits(_ id: PlaceID) -> Bool {
    level.map { registry[id].level.name == $0 } ?? true
  }
}
