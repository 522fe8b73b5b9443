// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The sentences that verbs put into cells, by their English templates.
enum SentenceTable {
  static let wordings: [Wording] = methods + percents + totals

  /// Methods whose name holds a number.
  private static let methods: [Wording] = [
    Wording(
      "least squares, Newey-West lag %1", "bình phương tối thiểu, Newey-West trễ %1")
  ]

  /// Reported percents against whole counts.
  private static let percents: [Wording] = [
    Wording(
      "the smallest whole counts that give %.1 % are %#2 → %#3",
      "số đếm nguyên nhỏ nhất cho %.1 % là %#2 → %#3"),
    Wording(
      "at such counts the change is not distinguishable from chance (mid-P %.1)",
      "với số đếm như vậy, mức thay đổi không phân biệt được với ngẫu nhiên (mid-P %.1)"),
    Wording(
      "at such counts the change is more than chance (mid-P %.1)",
      "với số đếm như vậy, mức thay đổi vượt quá ngẫu nhiên (mid-P %.1)"),
    Wording(
      "it would be more than chance from about %#1 before",
      "từ khoảng %#1 ở kỳ trước thì mới vượt quá ngẫu nhiên"),
    Wording("%#1 → %#2 is %.3 %, not %.4 %", "%#1 → %#2 là %.3 %, không phải %.4 %"),
    Wording("%#1 → %#2 is %.3 %", "%#1 → %#2 là %.3 %"),
    Wording(
      "%#1 at %.2 % has exactly one base: %#3", "%#1 với %.2 % có đúng một gốc: %#3"),
    Wording(
      "%#1 at %.2 % has bases from %#3 to %#4", "%#1 với %.2 % có gốc từ %#3 đến %#4"),
    Wording(
      "no whole base gives %.1 % at %#2", "không số gốc nguyên nào cho %.1 % khi kỳ này là %#2"),
    Wording("possible is %.1 % from %#2", "có thể là %.1 % từ gốc %#2"),
    Wording("no count falls by more than 100 %", "không số đếm nào giảm quá 100 %"),
    Wording("no whole counts give %.1 %", "không số đếm nguyên nào cho %.1 %"),
    Wording("a figure is missing or no whole count", "có số thiếu hoặc không phải số đếm nguyên"),
    Wording("from a base of 0 there is no percent", "gốc bằng 0 thì không có tỷ lệ"),
    Wording("it follows from the counts", "đúng với số đếm"),
    Wording("cut off, not rounded", "cắt bỏ, không làm tròn"),
    Wording("the sign is wrong", "sai dấu"),
    Wording("divided by the later count", "chia cho số kỳ này"),
    Wording(
      "divided by the later count, with the wrong sign", "chia cho số kỳ này và sai dấu"),
    Wording(
      "the ratio of the counts, not their change", "là tỷ số hai kỳ, không phải mức thay đổi"),
    Wording(
      "the difference of the counts, printed as a percent", "là chênh lệch số đếm, in thành %"),
    Wording("one off in the last digit", "lệch một đơn vị ở chữ số cuối"),
    Wording("no usual slip explains it", "không lỗi thường gặp nào giải thích được"),
  ]

  /// Parts against totals, shares against their parts.
  private static let totals: [Wording] = [
    Wording(
      "%#1 value of `%2` adds up to the reported %#3",
      "%#1 giá trị của `%2` đúng bằng %#3 đã báo cáo"),
    Wording(
      "%#1 value of `%2` adds up to %#3 of the reported %#4",
      "%#1 giá trị của `%2` được %#3 trên %#4 đã báo cáo"),
    Wording(
      "%#1 value of `%2` adds up to %#3, %#4 more than the reported %#5",
      "%#1 giá trị của `%2` được %#3, nhiều hơn số đã báo cáo %#5 là %#4"),
    Wording(
      "%#1 values of `%2` add up to the reported %#3",
      "%#1 giá trị của `%2` cộng lại đúng bằng %#3 đã báo cáo"),
    Wording(
      "%#1 values of `%2` add up to %#3 of the reported %#4",
      "%#1 giá trị của `%2` cộng lại được %#3 trên %#4 đã báo cáo"),
    Wording("%#1 not broken down", "%#1 chưa phân tổ"),
    Wording(
      "%#1 values of `%2` add up to %#3, %#4 more than the reported %#5",
      "%#1 giá trị của `%2` cộng lại được %#3, nhiều hơn số đã báo cáo %#5 là %#4"),
    Wording("%#1 of %#2 is %.3 %, not %.4 %", "%#1 trên %#2 là %.3 %, không phải %.4 %"),
    Wording("%#1 of %#2 is %.3 %", "%#1 trên %#2 là %.3 %"),
    Wording("%#1 is more than its whole of %#2", "%#1 lớn hơn tổng thể %#2"),
    Wording(
      "the reported value and its parts contradict each other",
      "số báo cáo và các phần mâu thuẫn nhau"),
  ]
}
