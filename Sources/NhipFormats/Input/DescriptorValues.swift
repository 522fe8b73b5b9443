// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

/// Values of a descriptor by their kind, and the errors that point at them.
extension DescriptorReader {
  func text(_ node: JSONNode?) throws(Diagnostic) -> String? {
    guard let node, node.value != .null else { return nil }
    guard let text = node.text else { throw wrongType(node, "text") }
    return text
  }

  func boolean(_ node: JSONNode?) throws(Diagnostic) -> Bool? {
    guard let node, node.value != .null else { return nil }
    guard let truth = node.boolean else { throw wrongType(node, "`true` or `false`") }
    return truth
  }

  func list(_ node: JSONNode) throws(Diagnostic) -> [JSONNode] {
    guard let list = node.list else { throw wrongType(node, "a list") }
    return list
  }

  /// One of an enum's raw values.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: JSONNode?, _ what: String
  ) throws(Diagnostic) -> Choice? where Choice.RawValue == String {
    guard let node, let name = try text(node) else { return nil }
    guard let found = Choice(rawValue: name) else {
      throw unknown(what, name, node.span, Choice.allCases.map(\.rawValue))
    }
    return found
  }

  /// A misspelt key would be a declaration that silently does nothing.
  func check(_ node: JSONNode, keys: [String]) throws(Diagnostic) {
    guard let members = node.members else { throw wrongType(node, "an object") }
    for member in members where !keys.contains(member.key) {
      throw unknown("key", member.key, member.keySpan, keys)
    }
  }

  func unknown(
    _ what: String, _ name: String, _ span: Span, _ known: [String]
  ) -> Diagnostic {
    Diagnostic(
      "E0511", "unknown \(what) `\(name)`", at: span, label: "not known here",
      notes: ["known: \(NearestName.list(known))"],
      helps: NearestName.find(name, in: known).map { ["did you mean `\($0)`?"] } ?? [],
      source: source)
  }

  func wrongType(_ node: JSONNode, _ wanted: String) -> Diagnostic {
    mistake("expected \(wanted)", node.span, "this is something else")
  }

  func mistake(_ message: String, _ span: Span, _ label: String) -> Diagnostic {
    // A span over many lines would draw carets over the first only.
    let short = Span(span.lower, min(span.upper, span.lower + 1))
    let isLong = source.slice(span).contains("\n")
    return Diagnostic(
      "E0510", message, at: isLong ? short : span, label: label, source: source)
  }
}
