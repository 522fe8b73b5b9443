// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What the statistics verbs tell.
  static let statisticsWordings: [String: Wording] = [
    "correlationTooSmall": Wording(
      "n is too small for a correlation: at most %#1 {1:point|points} have both figures, %#2 are needed",
      "n quá nhỏ để tính tương quan: nhiều nhất %#1 điểm có đủ hai số, cần ít nhất %#2"),
    "comparedCounts": Wording(
      "counts of `%1` compared as they are: `per population` compares rates",
      "so sánh số tuyệt đối của `%1`: `per population` để so sánh tỷ suất"),
    "rankMethod": Wording(
      "intervals of rates: exact Poisson (Garwood); `shrunk`: pulled towards the mean (empirical Bayes), no official rate",
      "khoảng tin cậy của tỷ suất: Poisson chính xác (Garwood); `shrunk`: kéo về trung bình (Bayes thực nghiệm), không phải số chính thức"
    ),
    "funnelWidened": Wording(
      "places differ by more than chance: limits widened (phi up to %.1)",
      "các địa bàn khác nhau quá mức ngẫu nhiên: đã nới giới hạn (phi đến %.1)"),
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
