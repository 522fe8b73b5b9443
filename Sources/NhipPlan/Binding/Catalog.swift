// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipLanguage
package import NhipObservations

/// Gives tables by name; the session keeps them and builds views on first mention.
package protocol TableProvider: Sendable {
  /// All names that `from` accepts.
  var tableNames: [String] { get }
  func table(named name: String) -> Table?
  /// The columns of a table, without its rows.
  func schema(named name: String) -> Schema?
  /// A table with only these of its columns, in its own order: views make no others.
  ///
  /// - Parameter limit: how many of the first rows are wanted, `nil` for all; more may come.
  func table(named name: String, columns: [String], limit: Int?) -> Table?
  /// Bytes that giving these columns takes; 0 for tables that are there anyway.
  func bytesToMake(_ name: String, columns: [String], limit: Int?) -> Int
  /// A view as stretches of equal keys: the columns of these names, and the numbers of `numbers`
  /// (`nil`: of whichever column has a number in each row) where they lie. `nil` where some column
  /// has a value of its own in each row.
  func runs(named name: String, columns: [String], numbers: String?) -> RunTable?
  /// The groups that a view of observations shows; `nil` for other tables.
  func observationGroups(of name: String) -> [RunGroup]?
}

extension TableProvider {
  package func schema(named name: String) -> Schema? { table(named: name)?.schema }

  package func table(named name: String, columns: [String], limit: Int?) -> Table? {
    table(named: name)?.selecting(columns)
  }

  package func bytesToMake(_ name: String, columns: [String], limit: Int?) -> Int { 0 }

  package func runs(named name: String, columns: [String], numbers: String?) -> RunTable? { nil }

  package func observationGroups(of name: String) -> [RunGroup]? { nil }
}

/// Runs a plan while another is bound, for verbs whose columns are values of their input.
package protocol PlanEvaluator: Sendable {
  func table(of plan: LogicalPlan) throws(Diagnostic) -> Table
}

/// Everything a query may name.
package struct Catalog: Sendable {
  package var store: ObservationStore
  /// The tables that a `series` without `from` reads.
  package var defaultTables: [Int32]
  package var provider: any TableProvider
  /// Queries named by `let`.
  package var namedQueries: [String: PipelineSyntax]
  /// Indicators of data packages, by table, also of those not loaded yet.
  package var packagedIndicators: [String: [String]]
  package var verbs: [any Verb]
  package var aggregates: [any AggregateFunction]
  package var scalars: [any ScalarFunction]
  /// `nil` where there is no data to run on.
  package var evaluator: (any PlanEvaluator)?

  package init(
    store: ObservationStore, defaultTables: [Int32], provider: any TableProvider,
    namedQueries: [String: PipelineSyntax] = [:], packagedIndicators: [String: [String]] = [:],
    verbs: [any Verb], aggregates: [any AggregateFunction], scalars: [any ScalarFunction],
    evaluator: (any PlanEvaluator)? = nil
  ) {
    self.store = store
    self.defaultTables = defaultTables
    self.provider = provider
    self.namedQueries = namedQueries
    self.packagedIndicators = packagedIndicators
    self.verbs = verbs
    self.aggregates = aggregates
    self.scalars = scalars
    self.evaluator = evaluator
  }

  package func verb(_ name: String) -> (any Verb)? {
    verbs.first { $0.name == name || $0.aliases.contains(name) }
  }
}
