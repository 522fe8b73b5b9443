// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

/// Everything the language can do, one line each. To add a verb, an aggregate or a function: one
/// file in the folder beside, and its line in the list of its kind.
package enum StandardLibrary {
  package static let verbs: [any Verb] =
    relationalVerbs + timeVerbs + statisticsVerbs + outputVerbs
}
