// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What the time verbs tell.
  static let timeWordings: [String: Wording] = [
    "likeForLike": Wording(
      "%#1 {1:row|rows} of `%2` compared over the parts that both sides report",
      "%#1 dòng của `%2` so sánh trên những phần cả hai kỳ đều có báo cáo"),
    "remainderFilled": Wording(
      "%#1 {1:cell|cells} of `%2` derived from nested reports",
      "%#1 ô của `%2` suy ra từ các báo cáo lồng nhau"),
    "whyCut": Wording(
      "only the first %#1 observations: ask fewer cells",
      "chỉ liệt kê %#1 số liệu đầu: hãy hỏi ít ô hơn"),
  ]
}
