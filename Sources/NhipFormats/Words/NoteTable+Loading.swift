// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension NoteTable {
  /// What loading a file tells.
  static let loadingWordings: [String: Wording] = [
    "loadedRows": Wording(
      "%#1 {1:row|rows}; %2, separator `%3`; columns: %4",
      "%#1 dòng; %2, dấu cách cột `%3`; cột: %4"),
    "refusedCell": Wording(
      "line %1, column `%2`: refused `%3`", "dòng %1, cột `%2`: không đọc được `%3`"),
    "moreRefused": Wording(
      "and %#1 more refused {1:cell|cells}", "và %#1 ô khác không đọc được"),
    "raggedRow": Wording(
      "line %1 left out: %2 cells instead of %3", "bỏ dòng %1: có %2 ô thay vì %3"),
    "periodColumns": Wording(
      "%#1 columns are periods: read as %#2 rows of `period` and `value`",
      "%#1 cột là kỳ: đọc thành %#2 dòng với `period` và `value`"),
    "besidePeriods": Wording(
      "%1: {2:no period in the header|no periods in the headers}, so left out of `series`; `from %3` shows {2:it|them}",
      "%1: tiêu đề không phải là kỳ nên không vào `series`; `from %3` vẫn hiện"),
    "describedBeside": Wording(
      "roles, kinds and units as the descriptor beside the file says",
      "vai trò, loại và đơn vị theo tệp mô tả đi kèm"),
    "plainTable": Wording(
      "no column of places or periods found: a plain table, for `from %1`",
      "không thấy cột địa bàn hay kỳ: bảng thường, dùng `from %1`"),
    "plainAsAsked": Wording(
      "a plain table, for `from %1`; loaded without `--plain` its rows are observations for `series`",
      "bảng thường, dùng `from %1`; nạp không có `--plain` thì các dòng là số liệu cho `series`"),
    "tableWithoutFigures": Wording(
      "no column of figures found: a plain table, for `from %1`",
      "không thấy cột số liệu: bảng thường, dùng `from %1`"),
    "partOfTable": Wording("`%1`:", "`%1`:"),
    "emptyPlacesOnLoad": Wording(
      "%#1 {1:row|rows} without a place (often totals) {1:is|are} left out of `series`",
      "%#1 dòng không ghi địa bàn (thường là dòng tổng) không vào `series`"),
    "joinedSpellings": Wording(
      "%#1 {1:name|names} read as another spelling of one place: %2",
      "%#1 tên được hiểu là cách viết khác của cùng một địa bàn: %2"),
    "unclearSpellings": Wording(
      "%#1 {1:name fits|names fit} several places here and {1:is a place|are places} of {1:its|their} own: %2",
      "%#1 tên khớp nhiều địa bàn trong tệp nên được giữ riêng: %2"),
    "totalRows": Wording(
      "%#1 {1:row|rows} `%2` (first on line %3) {1:is|are} left out of `series` as {1:a total|totals} of the others; another name makes a place of it",
      "%#1 dòng `%2` (đầu tiên ở dòng %3) không vào `series` vì là tổng của các dòng khác; đổi tên nếu đó là một địa bàn"
    ),
    "breakdownsFound": Wording("breakdowns: %1", "phân tổ: %1"),
    "undeclaredKinds": Wording(
      "not declared how they add up: %1; shown as reported, never rolled up",
      "chưa khai báo cách cộng: %1; chỉ hiện như báo cáo, không cộng gộp"),
    "declareKinds": Wording(
      "declare: `.load FILE --kind %1` (flow, stock, average, share, rate)",
      "khai báo: `.load FILE --kind %1` (flow, stock, average, share, rate)"),
    "unknownDeclared": Wording(
      "nothing here is named `%1`, so what was declared of it says nothing; there is %2",
      "không có gì tên `%1` nên khai báo ấy không có tác dụng; có %2"),
    "repeatedKeys": Wording(
      "%#1 {1:row repeats|rows repeat} a place and period with another figure: marked as conflicts",
      "%#1 dòng trùng địa bàn và kỳ với số khác: đánh dấu mâu thuẫn"),
    "loadedPackage": Wording(
      "%#1 {1:observation|observations} of the data package `%2`",
      "%#1 quan sát của gói dữ liệu `%2`"),
    "packageOptions": Wording(
      "options of loading change nothing in `%1`: its descriptor says what they say of a file",
      "các tuỳ chọn nạp không đổi gì ở `%1`: bản mô tả của gói đã nói điều đó"),
    "replacedTable": Wording(
      "the earlier table `%1` is replaced", "thay bảng `%1` trước đó"),
  ]
}
