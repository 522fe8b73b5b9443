// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipOptimizer
import NhipPlan

/// Runs a part of a query while the query is bound: the columns of `pivot` are values of its input.
struct BindingEvaluator: PlanEvaluator {
  let workspace: Workspace
  let settings: ExecutionSettings
  let disabledRules: Set<String>
  let cancelFlag: CancelFlag

  func table(of plan: LogicalPlan) throws(Diagnostic) -> Table {
    let context = ExecutionContext(
      store: workspace.store, provider: WorkspaceTables(workspace: workspace), settings: settings,
      cancelFlag: cancelFlag, clock: Session.now)
    let optimised = Optimizer(without: disabledRules).optimise(plan)
    return try Executor().run(PhysicalPlanner().plan(optimised), context)
  }
}
