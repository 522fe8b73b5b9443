// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipExecution

/// `explain profile`: a line per operator, then how near the query came to what memory allows.
struct ProfileText {
  let entries: [OperatorProfile]
  /// Bytes a second that this machine's threads read together; `nil` where it was not measured.
  let bandwidth: Double?
  let threads: Int

  var text: String {
    let figures = ["rows", "batches", "tasks", "ms", "read", "written", "cycles", "GB/s"]
    let header = ["operator"] + figures
    let rows = [header] + entries.map(cells)
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + pad : pad + row[column]
      }.joined(separator: "  ")
    }
    return (lines + [summary]).joined(separator: "\n")
  }

  private func cells(_ entry: OperatorProfile) -> [String] {
    let moved = Double(entry.bytesRead + entry.bytesWritten)
    return [
      String(repeating: "  ", count: entry.depth) + entry.title, "\(entry.rows)",
      "\(entry.batches)", "\(entry.tasks)", Self.fixed(entry.seconds * 1_000),
      Self.bytes(entry.bytesRead), Self.bytes(entry.bytesWritten),
      Self.scaled(Double(entry.cycles)), Self.fixed(moved / entry.seconds / 1e9),
    ]
  }

  private var summary: String {
    let seconds = entries.reduce(0) { $0 + $1.seconds }
    let moved = entries.reduce(0) { $0 + $1.bytesRead + $1.bytesWritten }
    let rate = Double(moved) / max(seconds, 1e-9)
    let own =
      "the query moved \(Self.bytes(moved)) in \(Self.fixed(seconds * 1_000)) ms:"
      + " \(Self.fixed(rate / 1e9)) GB/s"
    let count = threads == 1 ? "1 thread reads" : "\(threads) threads read"
    guard let bandwidth else { return own + "; the limit leaves no room to measure the memory" }
    return own + ", \(Self.fixed(100 * rate / bandwidth)) % of the"
      + " \(Self.fixed(bandwidth / 1e9)) GB/s that \(count) here"
  }

  /// One decimal.
  private static func fixed(_ value: Double) -> String {
    value.isFinite ? "\((value * 10).rounded() / 10)" : "0.0"
  }

  /// `12.3 MB`.
  private static func bytes(_ count: Int) -> String {
    let text = scaled(Double(count))
    return text.contains(" ") ? text + "B" : text + " B"
  }

  /// `12.3 M`: thousands, millions or milliards.
  private static func scaled(_ value: Double) -> String {
    var value = value
    for prefix in ["", "k", "M"] {
      if value < 1_000 { return prefix.isEmpty ? "\(Int(value))" : "\(fixed(value)) \(prefix)" }
      value /= 1_000
    }
    return fixed(value) + " G"
  }
}

extension Session {
  /// The profile of a query that has run.
  func profile(_ context: ExecutionContext) -> String {
    ProfileText(
      entries: context.profile, bandwidth: bandwidth(), threads: settings.threadCount
    ).text
  }

  /// Measured once for each number of threads.
  private func bandwidth() -> Double? {
    if let known = bandwidths[settings.threadCount] { return known }
    if let limit = settings.memoryLimitBytes, limit < MemoryBandwidth.bufferBytes { return nil }
    let found = MemoryBandwidth.measured(threads: settings.threadCount, clock: Self.now)
    bandwidths[settings.threadCount] = found
    return found
  }
}
