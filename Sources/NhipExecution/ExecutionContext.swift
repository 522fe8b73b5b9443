// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipObservations
package import NhipPlan
import Synchronization

/// Asks a running query to stop. Set from a signal handler's thread, read by operators.
///
/// A final class, because the session and the operators share it; the atomic protects it.
package final class CancelFlag: Sendable {
  private let isSet = Atomic<Bool>(false)

  package init() {}

  package func set() { isSet.store(true, ordering: .relaxed) }
  package func clear() { isSet.store(false, ordering: .relaxed) }
  package var isCancelled: Bool { isSet.load(ordering: .relaxed) }

  /// Called at least once a batch.
  package func check() throws(Diagnostic) {
    if isCancelled { throw Diagnostic("E0601", "the query was interrupted") }
  }
}

/// How queries run. Tests turn each of these and expect the same output.
package struct ExecutionSettings: Sendable {
  /// Rows that expressions are evaluated on at a time: 16 KiB per column of numbers.
  package static let defaultBatchRows = 2_048

  package var batchRows = defaultBatchRows
  package var threadCount = Workers.coreCount
  /// Rows of a task; tests make it small, so that few rows are many tasks.
  package var morselRows = Morsels.defaultRows
  /// The panel roll-up; off, the general resolver answers everything.
  package var usesFastPaths = true
  /// Bytes that a query may take beside the loaded figures, and that a loaded table may take;
  /// `nil` for no limit.
  package var memoryLimitBytes: Int?

  package init() {}
}

/// Takes tables out of the program: files come in and go out through the session.
package protocol OutputSink {
  /// Writes a whole table to a file, or nothing. `variant` is what stands after `for`
  /// (`excel vi`), empty for the plain format that the ending names.
  func export(_ table: Table, to path: String, variant: String, withMetadata: Bool)
    throws(Diagnostic)
}

/// Everything an operator needs besides its inputs. One a query, used by one thread at a time.
package final class ExecutionContext {
  package let store: ObservationStore
  package let provider: any TableProvider
  package let settings: ExecutionSettings
  package let cancelFlag: CancelFlag
  package var profile: [OperatorProfile] = []
  package let clock: () -> Double
  package let sink: (any OutputSink)?
  /// Whether bytes are counted for `explain profile`.
  package let isProfiling: Bool
  package var memory = MemoryAccount()
  /// What the running operator reserved.
  var reservedBytes = 0
  /// What the running operator reads, where that is not its inputs.
  package var bytesRead: Int?
  /// Batches so far.
  package var batchCount = 0

  package init(
    store: ObservationStore, provider: any TableProvider, settings: ExecutionSettings,
    cancelFlag: CancelFlag, sink: (any OutputSink)? = nil, isProfiling: Bool = false,
    clock: @escaping () -> Double
  ) {
    self.store = store
    self.provider = provider
    self.settings = settings
    self.cancelFlag = cancelFlag
    self.sink = sink
    self.isProfiling = isProfiling
    self.clock = clock
  }

  /// How operators cut their rows into tasks.
  package var morsels: Morsels { Morsels(threads: settings.threadCount, rows: settings.morselRows) }

  /// Called at least once a batch.
  package func checkCancelled() throws(Diagnostic) { try cancelFlag.check() }

  /// Whether somebody asks what results take.
  var keepsAccount: Bool { isProfiling || settings.memoryLimitBytes != nil }
}
