// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Suggests the name that a mistyped one was meant to be, or nothing.
public enum NearestName {
  /// At most this many names in any list an error shows.
  public static let listLimit = 8

  /// The nearest of `candidates`: equal after folding first, else within the edit distance
  /// that its length allows (1 under 4 letters, 2 under 8, else 3). Ties go to the first.
  public static func find(_ name: String, in candidates: [String]) -> String? {
    let folded = Array(TextFolding.fold(name).unicodeScalars)
    let limit = folded.count < 4 ? 1 : folded.count < 8 ? 2 : 3
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
      let other = Array(TextFolding.fold(candidate).unicodeScalars)
      if other == folded { return candidate }
      guard abs(other.count - folded.count) <= limit else { continue }
      let distance = editDistance(folded, other, limit: limit)
      if distance <= limit && distance < max(folded.count, 1) && distance < (best?.distance ?? .max)
      {
        best = (distance, candidate)
      }
    }
    return best?.name
  }

  /// The help that asks for the nearest of `candidates`; none where no name is near.
  public static func helps(_ name: String, in candidates: [String]) -> [String] {
    find(name, in: candidates).map { ["did this mean `\($0)`"] } ?? []
  }

  /// A list for a note: at most eight names in backticks, then how many more.
  public static func list(_ names: [String]) -> String {
    let shown = names.prefix(listLimit).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > listLimit ? "\(shown) and \(names.count - listLimit) more" : shown
  }

  /// Optimal string alignment distance (edits and swaps of neighbours).
  static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
    if a.isEmpty { return b.count }
    if b.isEmpty { return a.count }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var current = [Int](repeating: 0, count: b.count + 1)
    for i in 1...a.count {
      current[0] = i
      var smallest = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var value = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + cost)
        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
          value = min(value, beforeLast[j - 2] + 1)
        }
        current[j] = value
        smallest = min(smallest, value)
      }
      if smallest > limit { return limit + 1 }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[b.count]
  }
}
