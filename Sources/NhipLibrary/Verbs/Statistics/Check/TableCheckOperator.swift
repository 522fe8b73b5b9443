// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipObservations
import NhipPlan
import NhipStatistics

/// Tests the percent of each row of any table against its counts; adds the finding.
struct TableCheckOperator: Sendable {
  let percent: Expression
  let after: Expression
  let difference: Expression?
  let before: Expression?
  let decimals: Expression?

  private static let added = [Field("finding", .text), Field("verdict", .text)]

  func schema(_ input: Schema) -> Schema {
    var schema = input
    for field in Self.added {
      if let index = schema.index(of: field.name) {
        schema.fields[index] = field
      } else {
        schema.fields.append(field)
      }
    }
    return schema
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let evaluator = Evaluator(table, registry: context.store.registry)
    func column(_ expression: Expression?) throws(Diagnostic) -> Column? {
      guard let expression else { return nil }
      return try evaluator.column(expression, context).flattened()
    }
    let percents = try column(percent)
    let afters = try column(after)
    let differences = try column(difference)
    let befores = try column(before)
    let places = try column(decimals)
    var findings = TextCodes()
    var verdicts = TextCodes()
    var wrong = 0
    var open = 0
    for row in 0..<table.rowCount {
      if row % context.settings.batchRows == 0 { try context.checkCancelled() }
      let printed = places.map { Self.count($0, row) ?? 0 }
      let result = check(
        Self.percent(percents, row, decimals: printed),
        after: afters.flatMap { Self.count($0, row) },
        before: Self.base(row, befores, afters, differences),
        needsBefore: before != nil || difference != nil)
      findings.append(result.text)
      verdicts.append(result.verdict.rawValue)
      if result.verdict == .inconsistent { wrong += 1 }
      if result.verdict == .open { open += 1 }
    }
    var result = table.adding(Self.added[0], findings.column)
      .adding(Self.added[1], verdicts.column)
    result.note(
      Note("checkedRows", String(table.rowCount), String(wrong), String(open)))
    return result
  }

  private func check(
    _ percent: ReportedPercent?, after: Int?, before: Int?, needsBefore: Bool
  ) -> CheckResult {
    guard let percent, let after, before != nil || !needsBefore else {
      return CheckResult(findings: [.notANumber], verdict: .open)
    }
    return PercentCheck.change(percent, before: before, after: after)
  }

  private static func percent(_ column: Column?, _ row: Int, decimals: Int?) -> ReportedPercent? {
    guard let column else { return nil }
    if let text = column.text(row) { return try? ReportedPercent(text) }
    guard let value = column.numbers?[row] else { return nil }
    return ReportedPercent(value, decimals: decimals)
  }

  private static func count(_ column: Column, _ row: Int) -> Int? {
    guard let value = column.numbers?[row], value == value.rounded(), value.magnitude < 1e15 else {
      return nil
    }
    return Int(value)
  }

  private static func base(
    _ row: Int, _ befores: Column?, _ afters: Column?, _ differences: Column?
  ) -> Int? {
    if let befores { return count(befores, row).flatMap { $0 < 0 ? nil : $0 } }
    guard let afters, let differences, let after = count(afters, row),
      let difference = count(differences, row), after >= difference
    else { return nil }
    let before = after - difference
    return before < PercentConsistency.maximumCount ? before : nil
  }
}
