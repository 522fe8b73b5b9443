// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
package import NhipDiagnostics
package import NhipLanguage

/// Names, types and verbs: syntax in, a typed plan out. The last place where a mistake can be
/// found without data.
package struct Binder {
  /// Queries named by `let` may stand on each other this deep; a cycle ends here.
  static let namedQueryDepth = 32

  let catalog: Catalog

  package init(_ catalog: Catalog) { self.catalog = catalog }

  /// The plan, or everything that is wrong.
  package func bind(_ pipeline: PipelineSyntax) throws(QueryFailure) -> LogicalPlan {
    try bind(pipeline, depth: 0)
  }

  private func bind(
    _ pipeline: PipelineSyntax, depth: Int
  ) throws(QueryFailure) -> LogicalPlan {
    var diagnostics: [Diagnostic] = []
    var plan: LogicalPlan?
    do {
      plan = try bindSource(pipeline.source, depth)
    } catch {
      diagnostics = error.diagnostics
    }
    for stage in pipeline.stages {
      guard let verb = catalog.verb(stage.verb.text) else {
        var mistake = NameLookup.unknown(
          "E0205", "verb", stage.verb, among: catalog.verbs.map(\.name),
          helps: ["`help` lists the verbs"])
        // What is known of the word is better than a name that looks like it.
        if let help = ForeignVerbs.help(stage.verb.text) { mistake.helps = [help] }
        diagnostics.append(mistake)
        plan = nil
        continue
      }
      guard let input = plan else { continue }
      let binder = StageBinder(
        catalog: catalog,
        bindSource: { name throws(Diagnostic) in try self.source(named: name, depth) })
      do {
        plan = try verb.bind(stage, on: input, binder)
      } catch {
        diagnostics.append(error)
        plan = nil
      }
    }
    guard diagnostics.isEmpty, let plan else { throw QueryFailure(diagnostics) }
    return plan
  }

  private func bindSource(
    _ source: SourceSyntax, _ depth: Int
  ) throws(QueryFailure) -> LogicalPlan {
    switch source {
    case .series(let series):
      var binder = SeriesBinder(catalog: catalog)
      return try binder.bind(series)
    case .from(let name, _):
      do {
        return try self.source(named: name, depth)
      } catch {
        throw QueryFailure([error])
      }
    }
  }

  /// A table or a named query, by the name after `from`, `join`, `diff with`.
  private func source(named name: NameSyntax, _ depth: Int) throws(Diagnostic) -> LogicalPlan {
    let queries = catalog.namedQueries.keys.sorted()
    if let index = NameLookup.find(name.text, in: queries),
      let pipeline = catalog.namedQueries[queries[index]]
    {
      guard depth < Self.namedQueryDepth else {
        throw Diagnostic(
          "E0212", "`\(name.text)` stands on itself", at: name.span,
          notes: ["named queries may stand on each other \(Self.namedQueryDepth) deep"])
      }
      do {
        return try bind(pipeline, depth: depth + 1)
      } catch {
        // Its spans point into another text: only the words can be told here.
        let first = error.diagnostics.first
        // Names that stand on each other in a circle are told once, not at every turn.
        if let first, first.code == "E0212" {
          throw Diagnostic(
            first.code, first.message, at: name.span, notes: first.notes, helps: first.helps)
        }
        throw Diagnostic(
          first?.code ?? "E0212", "`\(name.text)` cannot be read: \(first?.message ?? "unknown")",
          at: name.span, notes: first?.notes ?? [], helps: first?.helps ?? [])
      }
    }
    let names = catalog.provider.tableNames
    guard let index = NameLookup.find(name.text, in: names),
      let schema = catalog.provider.schema(named: names[index])
    else {
      // Packages that wait for their first mention are tables too.
      let waiting = catalog.packagedIndicators.keys.sorted().filter { !names.contains($0) }
      throw NameLookup.unknown("E0206", "table", name, among: names + waiting + queries)
    }
    return .scan(table: names[index], schema: schema)
  }
}
