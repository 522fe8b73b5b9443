// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What the relational verbs tell.
  static let relationalWordings: [String: Wording] = [
    "partialPooled": Wording(
      "%#1 {1:value|values} of `%2` pool partial or missing cells",
      "%#1 giá trị của `%2` gộp cả ô thiếu hoặc chưa đủ số liệu"),
    "partsSummed": Wording(
      "`%1` adds up the parts given of `%2`, which may not be the whole",
      "`%1` cộng các phần đã nêu theo `%2`, có thể chưa phải toàn bộ"),
    "unweightedMean": Wording(
      "the mean of `%1` gives every row the same weight: `mean(%1, WEIGHT)` weighs",
      "trung bình của `%1` coi mọi dòng như nhau: dùng `mean(%1, TRỌNG_SỐ)` để có trọng số"),
    "topMissing": Wording(
      "%#1 {1:row|rows} without `%2` left out", "bỏ qua %#1 dòng không có `%2`"),
  ]
}
