// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What `--memory-limit` lets a query or a load take; asked before memory is.
package struct MemoryLimit: Sendable {
  private let bytes: Int?

  /// - Parameter bytes: `nil` for no limit.
  package init(_ bytes: Int?) { self.bytes = bytes }

  /// Throws E0602 where `needed` bytes do not fit beside those that are held.
  package func check(
    _ needed: Int, beside held: Int = 0, for what: String, notes: [String] = [],
    wayOut: String = "ask for fewer rows or columns"
  ) throws(Diagnostic) {
    guard let bytes, needed > 0, needed + held > bytes else { return }
    let beside = held > 0 ? ["what it works on takes \(Self.text(held))"] : []
    throw Diagnostic(
      "E0602", "\(what) needs \(Self.text(needed)), and the limit is \(Self.text(bytes))",
      notes: notes + beside, helps: ["\(wayOut), or raise `--memory-limit`"])
  }

  /// `12.3 MiB`, rounded up.
  private static func text(_ bytes: Int) -> String {
    let (unit, name) = bytes < 1 << 20 ? (1 << 10, "KiB") : (1 << 20, "MiB")
    let tenths = (bytes * 10 + unit - 1) / unit
    return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
