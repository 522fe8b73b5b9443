// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// A filter over columns that a projection only passes on goes below it.
///
/// Never below rows that history brought along: the filter would have to trim them first, and the
/// time verbs between would lose what they read.
struct PushFilterBelowProjection: OptimizerRule {
  let name = "push_filter_below_projection"

  func rewrite(_ plan: LogicalPlan) -> LogicalPlan? {
    guard case .filter(.project(let input, let items), let predicate) = plan,
      !input.carriesHistory
    else { return nil }
    let mapped = predicate.remapped { index in
      guard case .column(let below, let field) = items[index].expression else { return nil }
      return .column(below, field)
    }
    return mapped.map { .project(.filter(input, $0), items) }
  }
}

/// Rows that a filter drops need no sorting.
struct PushFilterBelowSort: OptimizerRule {
  let name = "push_filter_below_sort"

  func rewrite(_ plan: LogicalPlan) -> LogicalPlan? {
    guard case .filter(.sort(let input, let keys, nil), let predicate) = plan,
      !input.carriesHistory
    else { return nil }
    return .sort(.filter(input, predicate), keys, limit: nil)
  }
}

/// `limit n (sort k x)` keeps only the first rows while it sorts.
struct SortThenLimit: OptimizerRule {
  let name = "sort_then_limit"

  func rewrite(_ plan: LogicalPlan) -> LogicalPlan? {
    guard case .limit(.sort(let input, let keys, let limit), let count) = plan else { return nil }
    return .sort(input, keys, limit: min(count, limit ?? count))
  }
}
