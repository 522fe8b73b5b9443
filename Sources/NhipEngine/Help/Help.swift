// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// The pages of `help`.
extension Session {
  /// What `help` explains: verbs and error codes.
  package var helpTopics: [String] {
    catalog().verbs.map(\.name)
  }
}
