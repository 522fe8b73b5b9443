// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipPlan

extension StandardLibrary {
  static let statisticsVerbs: [any Verb] = [
    TrendVerb(),
    CorrelateVerb(),
    CompareVerb(),
    CheckVerb(),
    RankVerb(),
    FunnelVerb(),
  ]
}
