// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What the statistics verbs tell.
  static let statisticsWordings: [String: Wording] = [
    "correlationTooSmall": Wording(
      "n is too small for a correlation: at most %#1 {1:point|points} have both figures, %#2 are needed",
      "n quá nhỏ để tính tương quan: nhiều nhất %#1 điểm có đủ hai số, cần ít nhất %#2"),
    "checkedRows": Wording(
      "%#1 {1:row|rows} checked: %#2 not consistent, %#3 cannot be told",
      "đã kiểm tra %#1 dòng: %#2 không khớp, %#3 chưa thể kết luận"),
    "checkedFirst": Wording(
      "only the first %#1 cells are checked", "chỉ kiểm tra %#1 ô đầu tiên"),
    "nothingToCheck": Wording(
      "%#1 {1:cell|cells} looked at: nothing in them can be checked",
      "đã xem %#1 ô: không có gì để kiểm tra"),
  ]
}
