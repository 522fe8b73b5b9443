// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct ExportVerb: Verb {
  let name = "export"
  let summary = "writes the rows to a file at full precision"
  let signature = "export \"FILE\" [for excel [vi|en]] [with metadata]"
  let details = """
    The ending names the format: `.csv`, `.tsv`, `.json`, `.jsonl`, `.md`. `for excel vi` writes a \
    CSV that a decimal-comma Excel opens right, `for excel en` one for a decimal point. Bounds, \
    bases and percents get columns of their own, and one column `marks` keeps what is partial, \
    approximate or contradicted. `with metadata` writes units, definitions, sources, the query and \
    the data date beside the file. The file appears whole or not at all.
    """
  let examples: [VerbExample] = []

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["for", "with"], signature: signature)
    let syntax = try binder.single(stage.operands[0])
    guard case .text(let path) = syntax.kind, !path.isEmpty else {
      throw Diagnostic(
        "E0311", "`export` needs a file name in quotes", at: syntax.span,
        helps: ["for example `export \"crosstab.csv\"`"])
    }
    var variant = ""
    if let clause = binder.clause("for", stage) {
      let words = clause.operands.flatMap(\.parts).map { binder.word($0) ?? "" }
      guard clause.operands.count == 1, words.first == "excel", words.count <= 2,
        words.count == 1 || ["vi", "en"].contains(words[1])
      else {
        throw Diagnostic(
          "E0311", "expected `for excel`, `for excel vi` or `for excel en`", at: clause.span)
      }
      variant = words.joined(separator: " ")
    }
    var withMetadata = false
    if let clause = binder.clause("with", stage) {
      guard clause.operands.count == 1, clause.operands[0].parts.count == 1,
        binder.word(clause.operands[0].parts[0]) == "metadata"
      else {
        throw Diagnostic("E0311", "expected `with metadata`", at: clause.span)
      }
      withMetadata = true
    }
    return .extended(
      ExportNode(input: input, path: path, variant: variant, withMetadata: withMetadata))
  }
}

/// Passes its rows on and writes them to a file.
struct ExportNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let path: String
  let variant: String
  let withMetadata: Bool

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String { "export \(path)\(variant.isEmpty ? "" : " for \(variant)")" }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    ExportNode(input: inputs[0], path: path, variant: variant, withMetadata: withMetadata)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { (tables, context) throws(Diagnostic) in
      guard let sink = context.sink else {
        throw Diagnostic("E0802", "this session writes no files")
      }
      try sink.export(tables[0], to: path, variant: variant, withMetadata: withMetadata)
      return tables[0].noting(Note("exported", path, String(tables[0].rowCount)))
    }
  }
}
