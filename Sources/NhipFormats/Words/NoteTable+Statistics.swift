// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What the statistics verbs tell.
  static let statisticsWordings: [String: Wording] = [
    "correlationTooSmall": Wording(
      "n is too small for a correlation: at most %#1 {1:point|points} have both figures, %#2 are needed",
      "n quá nhỏ để tính tương quan: nhiều nhất %#1 điểm có đủ hai số, cần ít nhất %#2"),
  ]
}
