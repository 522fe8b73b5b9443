// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipEngine
import NhipExecution
import NhipOptimizer

/// One way to run a golden file. Its output must be the same under all of them.
struct GoldenSetting: Sendable {
  /// How the rows come in.
  enum Loading: Sendable, Hashable {
    case asWritten
    /// Rows in another order, which a seed decides.
    case shuffled
    /// The rows in ten commits.
    case inTen
  }

  var name: String
  var loading = Loading.asWritten
  var batchRows = ExecutionSettings.defaultBatchRows
  var threadCount = 2
  var usesFastPaths = true
  var disabledRule: String?

  /// The matrix, the plain way first.
  ///
  /// To come: one run a morsel (with the scheduler), all hashes equal (with the hash
  /// aggregate), through save-and-reload (with the durable workspace).
  static let all: [GoldenSetting] =
    [
      GoldenSetting(name: "as written"),
      GoldenSetting(name: "batches of 1 row", batchRows: 1),
      GoldenSetting(name: "batches of 3 rows", batchRows: 3),
      GoldenSetting(name: "1 thread", threadCount: 1),
      GoldenSetting(name: "fast paths off", usesFastPaths: false),
      GoldenSetting(name: "rows shuffled", loading: .shuffled),
      GoldenSetting(name: "loaded in ten commits", loading: .inTen),
      GoldenSetting(
        name: "loaded in ten commits, fast paths off", loading: .inTen, usesFastPaths: false),
    ]
    + Optimizer.allRules.map { GoldenSetting(name: "without \($0.name)", disabledRule: $0.name) }

  func apply(to session: Session) {
    session.settings.batchRows = batchRows
    session.settings.threadCount = threadCount
    session.settings.usesFastPaths = usesFastPaths
    session.disabledRules = disabledRule.map { [$0] } ?? []
  }
}
