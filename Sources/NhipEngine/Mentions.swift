// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

/// Names in a query that may be tables.
enum Mentions {
  static func tables(in pipeline: PipelineSyntax) -> [String] {
    var names: [String] = []
    switch pipeline.source {
    case .from(let name, _): names.append(name.text)
    case .series(let series): if let table = series.table { names.append(table.text) }
    }
    for stage in pipeline.stages {
      for operand in stage.operands + stage.clauses.flatMap(\.operands) {
        for part in operand.parts {
          if case .name(let name) = part.kind { names.append(name.text) }
        }
      }
    }
    return names
  }
}
