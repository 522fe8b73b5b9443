// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Dispatch
import NhipColumns
public import NhipDiagnostics
package import NhipExecution
package import NhipLanguage
import NhipLibrary
import NhipObservations
import NhipOptimizer
package import NhipPlan

/// A running engine: what is loaded, and the way of a query from text to table.
///
/// A final class, because it is the one mutable thing of the program. Use it from one thread at a
/// time; `interrupt()` may be called from any.
public final class Session {
  /// The version that `--version` and metadata show.
  public static let version = "0.1.0"

  package var workspace = Workspace()
  package var settings = ExecutionSettings()
  /// Optimiser rules that are switched off; tests turn each.
  package var disabledRules: Set<String> = []
  /// The language of exported words and marks, `en` or `vi`.
  public var locale = "en"
  /// Whether `export` may write files.
  public var writesFiles = true
  package let packages: PackageCatalog
  /// Told how far a long load is, 0 to 1, and what it loads.
  package var progress: (String, Double) -> Void = { _, _ in }
  /// Bytes of the pieces in which files are read; tests make them short.
  package var loadPieceBytes: Int?
  /// Bytes a second that memory gives to so many threads, once somebody asked.
  var bandwidths: [Int: Double] = [:]
  let cancelFlag = CancelFlag()

  /// - Parameters:
  ///   - datasets: the folder of bundled data packages; `nil` for none.
  ///   - cache: where data packages are written that are made on first use.
  public init(datasets: String?, cache: String? = nil) throws(QueryFailure) {
    _ = Self.keepsMemory
    packages = PackageCatalog(folder: datasets, cache: cache)
    for package in packages.packages where package.loadsAtStart {
      do throws(Diagnostic) {
        try PackageLoader(package: package).load(into: &workspace)
      } catch {
        throw QueryFailure([error])
      }
    }
  }

  /// Once a process: columns of one query reuse the memory of the one before.
  private static let keepsMemory: Void = LargeMemory.keepFreedBlocks()

  /// Descriptors of data packages that could not be read; the session works without them.
  public var datasetMistakes: [Diagnostic] { packages.mistakes }

  /// Asks the running query to stop at its next batch.
  public func interrupt() { cancelFlag.set() }

  package var interruption: CancelFlag { cancelFlag }

  /// Runs every statement of a text. A failed one does not stop those after it.
  public func run(_ source: SourceText) -> [StatementOutcome] {
    let (statements, mistakes) = Parser.parse(source)
    guard mistakes.isEmpty else {
      return [StatementOutcome(source: source, result: .failure(QueryFailure(mistakes)))]
    }
    return statements.map { statement in
      do throws(QueryFailure) {
        return StatementOutcome(source: source, result: .success(try run(statement)))
      } catch {
        return StatementOutcome(source: source, result: .failure(error))
      }
    }
  }

  /// The way of one query: load what it mentions, bind, optimise, plan, execute.
  package func run(_ statement: StatementSyntax) throws(QueryFailure) -> QueryResult {
    cancelFlag.clear()
    let start = Self.now()
    try loadMentioned(statement.pipeline)
    var pipeline = statement.pipeline
    let explanation = Explanation.cut(from: &pipeline)
    if explanation == .syntax {
      return said(
        "\(Formatter.format([StatementSyntax(pipeline: pipeline, span: pipeline.span)]))", start)
    }
    let catalog = catalog()
    let logical = try Binder(catalog).bind(pipeline)
    if let name = statement.letName {
      workspace.namedQueries[name.text] = pipeline
      return said("`\(name.text)` is defined", start)
    }
    if explanation == .plan { return said(logical.tree, start) }
    let optimised = Optimizer(without: disabledRules).optimise(logical)
    if explanation == .optimised { return said(optimised.tree, start) }
    let planner = PhysicalPlanner()
    let root = planner.plan(optimised)
    if explanation == .physical { return said(planner.tree(root), start) }
    let context = ExecutionContext(
      store: workspace.store, provider: catalog.provider, settings: settings,
      cancelFlag: cancelFlag, sink: sink(for: statement), isProfiling: explanation == .profile,
      clock: Self.now)
    do throws(Diagnostic) {
      let table = try Executor().run(root, context)
      if explanation == .profile { return said(profile(context), start) }
      return QueryResult(
        table: table, registry: workspace.store.registry, seconds: Self.now() - start)
    } catch {
      throw QueryFailure([error.placed(at: pipeline.span)])
    }
  }

  private func sink(for statement: StatementSyntax) -> (any OutputSink)? {
    guard writesFiles else { return nil }
    return FileSink(store: workspace.store, statement: statement, locale: locale)
  }

  private func said(_ message: String, _ start: Double) -> QueryResult {
    QueryResult(
      table: Table(schema: Schema([]), columns: []), registry: workspace.store.registry,
      message: message, seconds: Self.now() - start)
  }

  /// Everything a query may name now.
  package func catalog() -> Catalog {
    var packaged: [String: [String]] = [:]
    for package in packages.packages { packaged[package.table] = package.indicatorKeys }
    return Catalog(
      store: workspace.store, defaultTables: workspace.defaultTables,
      provider: WorkspaceTables(workspace: workspace, threads: settings.threadCount),
      namedQueries: workspace.namedQueries,
      packagedIndicators: packaged, verbs: StandardLibrary.verbs,
      aggregates: StandardLibrary.aggregates, scalars: StandardLibrary.scalars,
      evaluator: BindingEvaluator(
        workspace: workspace, settings: settings, disabledRules: disabledRules,
        cancelFlag: cancelFlag))
  }

  /// Data packages are loaded when a query first names them.
  private func loadMentioned(_ pipeline: PipelineSyntax) throws(QueryFailure) {
    let waiting = packages.packages.filter { workspace.store.table(named: $0.table) == nil }
    guard !waiting.isEmpty else { return }
    let names = Mentions.tables(in: pipeline).map { TextFolding.fold($0) }
    for package in waiting where names.contains(TextFolding.fold(package.table)) {
      var copy = workspace
      do throws(Diagnostic) {
        try PackageLoader(package: package, control: loadControl).load(into: &copy)
      } catch {
        // What is not about a line of a file is about the query that asked for the data.
        throw QueryFailure([error.source == nil ? error.placed(at: pipeline.span) : error])
      }
      workspace = copy
    }
  }

  /// Seconds of a clock that only goes forward.
  package static func now() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  }
}
