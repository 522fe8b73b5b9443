// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct SortVerb: Verb {
  let name = "sort"
  let summary = "orders the rows"
  let signature = "sort [-]COLUMN, …"
  let details = """
    `-` before a column puts its largest values first. Text goes by its letters' codes, places in \
    official order, periods in time. Missing values come last both ways; equal rows keep their order.
    """
  let examples = [
    VerbExample(
      "series models_total by place, period | sort -models_total", "the largest first"),
    VerbExample("from indicators | sort unit, -observations | take 5", "two keys"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1_000, clauses: [], signature: signature)
    var keys: [SortKey] = []
    for operand in stage.operands {
      try refuseDirection(operand, binder)
      keys.append(try SortKeys.key(try binder.single(operand), input, binder))
    }
    return .sort(input, keys, limit: nil)
  }

  /// `sort x desc`, `sắp xếp x giảm dần`: as other languages write it.
  private func refuseDirection(
    _ operand: OperandSyntax, _ binder: StageBinder
  ) throws(Diagnostic) {
    guard operand.name == nil, operand.parts.count > 1 else { return }
    let words = operand.parts.dropFirst().compactMap { binder.word($0) }
    let text = words.joined(separator: " ").lowercased()
    guard words.count == operand.parts.count - 1,
      let isDescending = Self.directions[TextFolding.fold(text)]
    else { return }
    let column = binder.word(operand.parts[0]) ?? "column"
    throw Diagnostic(
      "E0311", "`\(text)` is no word of `sort`",
      at: operand.parts[1].span.union(operand.parts[words.count].span),
      helps: [
        isDescending
          ? "write `sort -\(column)` for the largest first"
          : "write `sort \(column)`: the smallest come first"
      ])
  }

  /// Words for a direction, without marks, and whether they put the largest first.
  private static let directions = [
    "asc": false, "ascending": false, "tang dan": false, "desc": true, "descending": true,
    "giam dan": true,
  ]
}

/// The reading of `-col` that `sort` and `top` share.
enum SortKeys {
  static func key(
    _ syntax: ExpressionSyntax, _ input: LogicalPlan, _ binder: StageBinder
  ) throws(Diagnostic) -> SortKey {
    let expressions = binder.expressions(input.schema)
    // The sign is no arithmetic: it stands before text and periods too.
    if case .unary(.minus, let operand) = syntax.kind {
      return SortKey(try expressions.bind(operand), isDescending: true)
    }
    return SortKey(try expressions.bind(syntax), isDescending: false)
  }
}
