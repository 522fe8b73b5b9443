// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

extension StandardLibrary {
  static let relationalVerbs: [any Verb] = [
    WhereVerb(),
    TakeVerb(),
  ]

  package static let aggregates: [any AggregateFunction] = []

  package static let scalars: [any ScalarFunction] = []
}
