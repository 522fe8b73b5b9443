// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

/// A rewriting of plans that never changes an answer.
package protocol OptimizerRule: Sendable {
  /// The name by which `explain` tells that it acted and tests switch it off.
  var name: String { get }
  /// The rewritten node, or `nil` where the rule has nothing to do there.
  func rewrite(_ plan: LogicalPlan) -> LogicalPlan?
}

/// Applies the rules, in order, from the leaves up, until none acts.
package struct Optimizer: Sendable {
  /// Rounds after which rewriting stops: rules shrink plans, so a handful is enough.
  static let roundLimit = 8

  /// In the order in which they run; why each stands where it does is said beside it.
  package static let allRules: [any OptimizerRule] = [
    // Constants first: a condition that folds away leaves nothing to push.
    FoldConstants(),
    // Filters go below projections, where there are fewer columns to carry.
    PushFilterBelowProjection(),
    PushFilterBelowSort(),
    // What is left of sort and limit side by side needs no full sort.
    SortThenLimit(),
  ]

  let rules: [any OptimizerRule]

  package init(without disabled: Set<String> = []) {
    rules = Optimizer.allRules.filter { !disabled.contains($0.name) }
  }

  package func optimise(_ plan: LogicalPlan) -> LogicalPlan {
    var current = plan
    for _ in 0..<Self.roundLimit {
      var acted = false
      current = rewrite(current, &acted)
      if !acted { break }
    }
    return current
  }

  private func rewrite(_ plan: LogicalPlan, _ acted: inout Bool) -> LogicalPlan {
    var inputs: [LogicalPlan] = []
    for input in plan.inputs { inputs.append(rewrite(input, &acted)) }
    var node = plan.with(inputs: inputs)
    for rule in rules {
      if let better = rule.rewrite(node) {
        node = better
        acted = true
      }
    }
    return node
  }
}
