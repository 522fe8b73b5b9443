// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipLanguage

/// Finds names without regard to case and marks, an exact match first.
package enum NameLookup {
  /// The position of `name` among `candidates`: exact, else the only one equal after folding.
  package static func find(_ name: String, in candidates: [String]) -> Int? {
    if let exact = candidates.firstIndex(of: name) { return exact }
    let folded = TextFolding.fold(name)
    let matches = candidates.indices.filter { TextFolding.fold(candidates[$0]) == folded }
    return matches.count == 1 ? matches[0] : nil
  }

  /// The one helper for "no such name": says what was found, the nearest, and what there is.
  package static func unknown(
    _ code: String, _ what: String, _ name: NameSyntax, among candidates: [String],
    helps: [String] = []
  ) -> Diagnostic {
    var all = helps
    if let nearest = NearestName.find(name.text, in: candidates) {
      all.insert("did this mean `\(nearest)`", at: 0)
    }
    let notes =
      candidates.isEmpty ? [] : ["known here: \(NearestName.list(candidates))"]
    return Diagnostic(
      code, "no \(what) named `\(name.text)`", at: name.span, label: "not known here",
      notes: notes, helps: all)
  }

  /// The column that a name means; `place` and `period` name the finest of each.
  package static func column(_ name: NameSyntax, in schema: Schema) throws(Diagnostic) -> Int {
    if let index = find(name.text, in: schema.names) { return index }
    if name.text == "place", let index = schema.placeIndex { return index }
    if name.text == "period", let index = schema.periodIndex { return index }
    throw unknown("E0201", "column", name, among: schema.names)
  }
}
