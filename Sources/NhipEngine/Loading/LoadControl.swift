// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats

/// How a load runs, apart from what it reads: threads, the way to stop it, who hears of it.
struct LoadControl {
  var threadCount = Workers.coreCount
  /// What a file's table may take; `nil` for no limit.
  var memoryLimitBytes: Int?
  /// Bytes of the pieces that threads read; tests make them short.
  var pieceBytes: Int?
  /// Asked now and then; a load that is not wanted any more ends with E0601.
  var isCancelled: @Sendable () -> Bool = { false }
  /// Told what is being done, and the share done.
  var progress: (String, Double) -> Void = { _, _ in }

  /// Reads a file, telling how fast, and how far in a load of several, beside whose tables it must
  /// fit.
  func read(
    _ path: String, _ options: LoadOptions, number: Int = 0, of count: Int = 1,
    beside heldBytes: Int = 0
  ) throws(Diagnostic) -> LoadedFile {
    var options = options
    options.threadCount = threadCount
    options.isCancelled = isCancelled
    options.memoryLimit = MemoryLimit(memoryLimitBytes)
    options.heldBytes = heldBytes
    if let pieceBytes { options.pieceBytes = pieceBytes }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let start = Session.now()
    return try DelimitedText.load(path: path, options: options) { done in
      let rate = Double(done.bytesDone) / 1e6 / max(1e-9, Session.now() - start)
      let share = Double(done.bytesDone) / Double(max(1, done.byteCount))
      progress("reading \(name) at \(Int(rate)) MB/s", (Double(number) + share) / Double(count))
    }
  }
}
