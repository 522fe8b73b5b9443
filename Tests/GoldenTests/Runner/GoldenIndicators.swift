// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The `indicators` block, with what it leaves out filled in from the kind.
enum GoldenIndicators {
  static func completed(_ block: GoldenRows) -> GoldenRows {
    guard !block.isEmpty else { return GoldenRows(header: "key,kind", rows: []) }
    let names = block.header.split(separator: ",").map(String.init)
    guard let kind = names.firstIndex(of: "kind") else { return block }
    var result = block
    for (name, yes) in [
      ("additive_places", ["flow", "stock", "average", "ratio"]), ("additive_time", ["flow"]),
    ] where !names.contains(name) {
      result.header += ",\(name)"
      result.rows = zip(result.rows, block.rows).map { row, original in
        let cells = original.split(separator: ",", omittingEmptySubsequences: false)
        let isYes = cells.indices.contains(kind) && yes.contains(String(cells[kind]))
        return "\(row),\(isYes ? "yes" : "no")"
      }
    }
    return result
  }
}
