// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What `series` tells about its cells.
  static let seriesWordings: [String: Wording] = [
    "simulated": Wording(
      "simulated data, no real figures (`%1`)", "số liệu mô phỏng, không phải số thật (`%1`)"),
    "unplaced": Wording(
      "%#1 {1:figure|figures} of `%2` {1:covers|cover} %3 and {1:fills|fill} no %w4",
      "%#1 số liệu của `%2` thuộc kỳ %3, không nằm trọn trong %w4 nào"),
    "noPeriod": Wording(
      "%#1 {1:figure|figures} of `%2` {1:states|state} no period",
      "%#1 số liệu của `%2` không ghi kỳ"),
    "otherComparator": Wording(
      "%#1 reported {1:change|changes} of `%2` {1:compares|compare} with another period:"
        + " `from observations` lists {1:it|them}",
      "%#1 mức tăng giảm báo cáo của `%2` so với kỳ khác: xem `from observations`"),
    "flowWithStock": Wording(
      "`%1` joins a flow and a stock: what is counted over the period and at a date in it",
      "`%1` kết hợp số phát sinh trong kỳ và số tại một thời điểm"),
    "emptyPlaces": Wording(
      "%#1 {1:row|rows} of `%2` without a place left out",
      "bỏ qua %#1 dòng của `%2` không ghi địa bàn"),
    "unnamedPlaces": Wording(
      "%#1 {1:place|places} that the source does not name {1:is|are} in no total",
      "%#1 địa bàn không nêu tên trong nguồn, không tính vào tổng"),
    "notBrokenDown": Wording(
      "`%6`: %#1 values of `%2` add up to %#3 of the reported %#4; %#5 not broken down",
      "`%6`: %#1 giá trị của `%2` cộng lại được %#3 trên %#4 đã báo cáo; %#5 chưa phân tổ"),
    "moreThanReported": Wording(
      "`%6`: %#1 values of `%2` add up to %#3, %#5 more than the reported %#4",
      "`%6`: %#1 giá trị của `%2` cộng lại được %#3, nhiều hơn số đã báo cáo %#4 là %#5"),
    "otherUnit": Wording(
      "`%1` also has %#2 {2:figure|figures} in %3: ask `%1[unit = \"%3\"]`",
      "`%1` còn có %#2 số liệu tính bằng %3: hỏi `%1[unit = \"%3\"]`"),
    "exported": Wording(
      "%#2 {2:row|rows} written to %1", "đã ghi %#2 dòng vào %1"),
    "noObservations": Wording(
      "no observation of `%1` matches", "không có số liệu nào của `%1` phù hợp"),
    "foundElsewhere": Wording(
      "`%1` has figures of it: `series %2 from %1 …`",
      "`%1` có số liệu này: `series %2 from %1 …`"),
    "lastIs": Wording("the last periods with data: %1", "các kỳ cuối có số liệu: %1"),
  ]
}
