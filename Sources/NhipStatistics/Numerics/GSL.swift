// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The one switch that GSL needs: without it, its default handler aborts the process.
enum GSL {
  /// Evaluated once, in a thread-safe way, before the first call of GSL.
  static let errorHandlerIsOff: Bool = {
    gsl_set_error_handler_off()
    return true
  }()
}
