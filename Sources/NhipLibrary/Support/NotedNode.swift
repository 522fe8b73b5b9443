// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// Passes its input on and adds what binding found that a reader must know.
struct NotedNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let notes: [Note]

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String { "note \(notes.map(\.key).joined(separator: ", "))" }
  var keepsRows: Bool { true }
  var blockingColumns: Set<Int>? { [] }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    NotedNode(input: inputs[0], notes: notes)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, _ in
      var table = tables[0]
      for note in notes { table.note(note) }
      return table
    }
  }
}

extension LogicalPlan {
  func noting(_ notes: [Note]) -> LogicalPlan {
    notes.isEmpty ? self : .extended(NotedNode(input: self, notes: notes))
  }

  /// A projection that passes every column on, and then those added; an added column takes the
  /// place of one of its name.
  func adding(_ added: [Projection]) -> LogicalPlan {
    var items = schema.fields.enumerated().map { Projection($1, .column($0, $1)) }
    for item in added {
      if let index = items.firstIndex(where: { $0.field.name == item.field.name }) {
        items[index] = item
      } else {
        items.append(item)
      }
    }
    return .project(self, items)
  }
}
