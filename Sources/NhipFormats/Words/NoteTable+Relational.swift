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
    "joinLeftOut": Wording(
      "%#1 {1:row has|rows have} no partner and {1:is|are} left out",
      "bỏ qua %#1 dòng không có dòng tương ứng"),
    "joinUnmatched": Wording(
      "%#1 {1:row has|rows have} no partner", "%#1 dòng không có dòng tương ứng"),
    "joinRepeated": Wording(
      "%#1 {1:row stands|rows stand} several times, once for each partner",
      "%#1 dòng lặp lại, mỗi dòng tương ứng một lần"),
    "mixedLevels": Wording(
      "places of unlike levels stand together", "các địa bàn khác cấp đứng chung"),
    "unknownLevels": Wording(
      "the levels of the places are not known; taken as one",
      "không rõ cấp của các địa bàn; coi là cùng cấp"),
    "filled": Wording(
      "%#1 {1:cell|cells} of `%2` filled (%3)", "đã điền %#1 ô của `%2` (%3)"),
    "shareOfRows": Wording(
      "shares of `%1` are of the sum of the rows: no whole is reported",
      "tỷ trọng của `%1` tính trên tổng các dòng: không có số tổng được báo cáo"),
    "partsExceed": Wording(
      "in %#1 {1:group|groups} the parts of `%2` add up to more than the reported whole",
      "ở %#1 nhóm, các phần của `%2` cộng lại lớn hơn tổng đã báo cáo"),
  ]
}
