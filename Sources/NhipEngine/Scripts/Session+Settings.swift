// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipExecution

extension Session {
  /// How many threads queries use, and the bytes that a query or a loaded table may take.
  public func configure(threads: Int?, memoryLimitBytes: Int?) {
    if let threads { settings.threadCount = max(1, threads) }
    if let memoryLimitBytes { settings.memoryLimitBytes = memoryLimitBytes }
  }

  /// Sets who is told how far a long load is: what it does, and the share done.
  public func onProgress(_ body: @escaping (String, Double) -> Void) { progress = body }
}
