// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

/// Everything the language can do, one line each. To add a verb, an aggregate or a function: one
/// file in the folder beside, and its line here.
package enum StandardLibrary {
  package static let verbs: [any Verb] = [
    WhereVerb(),
    TakeVerb(),
  ]

  package static let aggregates: [any AggregateFunction] = []

  package static let scalars: [any ScalarFunction] = []
}
