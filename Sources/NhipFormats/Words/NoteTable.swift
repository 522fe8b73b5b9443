// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The wording of every note by its key.
package enum NoteTable {
  package static let wordings: [String: Wording] = [
    common, loadingWordings, seriesWordings, relationalWordings, timeWordings, statisticsWordings,
  ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  static let common: [String: Wording] = [
    // The result as a whole.
    "rowsAndTime": Wording("%#1 {1:row|rows} in %2 ms", "%#1 dòng trong %2 ms"),
    "rows": Wording("%#1 {1:row|rows}", "%#1 dòng"),
    "truncatedRows": Wording(
      "%#1 of %#2 rows not shown: `take N`, or `export` for all",
      "%#1 trên %#2 dòng không hiện: dùng `take N`, hoặc `export` để lấy hết"),
    "foldedColumns": Wording(
      "%#1 columns in %#2 blocks: `select` for fewer",
      "%#1 cột chia thành %#2 khối: dùng `select` để bớt cột"),
    "boundaries": Wording("map of %1", "bản đồ ngày %1"),
    "calendar": Wording("calendar `%1`", "lịch `%1`"),
    "knownOn": Wording("as known on %1", "theo số liệu có đến %1"),

    // What was left out, used or could not be placed.
    "partialLeftOut": Wording(
      "%#1 partial {1:cell|cells} left out of `%2` (`including partial` keeps them)",
      "`%2` bỏ qua %#1 ô chưa đủ số liệu (`including partial` để giữ lại)"),
    "partialCells": Wording(
      "%#1 {1:cell is|cells are} partial", "%#1 ô chưa đủ số liệu"),
    "tooLarge": Wording(
      "%#1 {1:figure|figures} of `%2` {1:is|are} missing: too large for a number",
      "`%2` thiếu %#1 số liệu vì quá lớn"),
    "heldValues": Wording(
      "`%1` holds its longer period's value in every cell inside",
      "`%1` giữ giá trị của kỳ dài hơn trong mọi ô bên trong"),
    "wholeUsed": Wording(
      "the whole of `%1` is used where `%2` is not broken down",
      "dùng tổng của `%1` ở nơi chưa phân tổ theo `%2`"),
    "unknownPredicate": Wording(
      "%#1 {1:row|rows} left out: the condition is unknown there",
      "bỏ qua %#1 dòng không xác định được điều kiện"),
    "override": Wording(
      "`%1` is rolled up by `%2` as asked", "`%1` được gộp bằng `%2` theo yêu cầu"),
    "staleStock": Wording(
      "stocks counted on %1, before the last month of the period",
      "số cuối kỳ tính đến %1, trước tháng cuối của kỳ"),
    "sharedPlaces": Wording(
      "%#1 {1:place|places} without data in the period", "%#1 địa bàn không có số liệu trong kỳ"),

    // How places were read.
    "readAsProvince": Wording("`%1` read as the %w2", "`%1` hiểu là %w2"),
    "pooledPlaces": Wording("%1 pooled as one", "gộp chung %1"),
    "unlike": Wording(
      "places of unlike levels stand together (`%1`)", "các địa bàn khác cấp đứng chung (`%1`)"),

    // How cells may be read.
    "conflictCells": Wording(
      "%#1 {1:cell|cells} where sources disagree (`why` lists them)",
      "%#1 ô có các nguồn nói khác nhau (`why` để xem)"),
    "differsCells": Wording(
      "%#1 reported {1:value|values} that the parts contradict (`reconcile` shows them)",
      "%#1 số báo cáo không khớp với các phần (`reconcile` để xem)"),
    "approximate": Wording("`≈` approximate as stated", "`≈` số gần đúng theo nguồn"),
    "refusedCells": Wording(
      "%#1 {1:cell|cells} of `%2` not rolled up: %w3", "%#1 ô của `%2` không cộng gộp: %w3"),

    // Loading.
    "unnamedColumn": Wording("column %1 has no name: `%2`", "cột %1 không có tên: `%2`"),
    "renamedColumn": Wording(
      "a second column `%1` is called `%2`", "cột thứ hai tên `%1` được gọi là `%2`"),
    "ambiguousNumbers": Wording(
      "`%1` could be read two ways; read as %2 (`--decimal %3` for the other)",
      "`%1` có thể hiểu hai cách; đọc theo %2 (`--decimal %3` cho cách kia)"),
    "ambiguousDates": Wording(
      "every date of `%1` could be read two ways; read as %2",
      "mọi ngày của `%1` có thể hiểu hai cách; đọc theo %2"),
    "mixedPercent": Wording(
      "%#2 {2:cell|cells} of `%1` without a percent sign, read as percents too",
      "%#2 ô của `%1` không có dấu phần trăm, vẫn đọc là phần trăm"),
    "codesAsText": Wording(
      "`%1` kept as text: %#2 {2:cell reads|cells read} like codes (`001`)",
      "`%1` giữ là chữ: %#2 ô giống mã số (`001`)"),
    "longNumbersAsText": Wording(
      "`%1` kept as text: %#2 {2:number has|numbers have} more digits than a number keeps, the first on line %3, and would be rounded (`number(%1)` rounds)",
      "`%1` giữ là chữ: %#2 số có nhiều chữ số hơn mức giữ được, đầu tiên ở dòng %3, sẽ bị làm tròn (`number(%1)` để làm tròn)"
    ),
    "longNumbersRounded": Wording(
      "`%1`: %#2 {2:number has|numbers have} more digits than a number keeps, rounded",
      "`%1`: %#2 số có nhiều chữ số hơn mức giữ được, đã làm tròn"),
    "mostlyNumbers": Wording(
      "`%1` kept as text: only %#2 of %#3 cells are numbers",
      "`%1` giữ là chữ: chỉ %#2 trên %#3 ô là số"),
    "mostlyPeriods": Wording(
      "`%1` kept as text: %#2 of %#3 cells {2:is a period|are periods}, but `%4` is none",
      "`%1` giữ là chữ: %#2 trên %#3 ô là kỳ, nhưng `%4` thì không"),
    "guessedEncoding": Wording(
      "no valid UTF-8: read as %1 (`--encoding` for another)",
      "không phải UTF-8: đọc theo %1 (`--encoding` để chọn khác)"),
    "trimmedRows": Wording(
      "%#1 {1:row ends|rows end} in empty cells beyond the header",
      "%#1 dòng có ô trống thừa ở cuối"),
    "raggedRows": Wording(
      "%#1 {1:row|rows} left out for the number of cells, the first on line %2",
      "bỏ qua %#1 dòng sai số ô, đầu tiên ở dòng %2"),
    "refusedOnLoad": Wording(
      "%#1 refused {1:cell is|cells are} missing", "%#1 ô không đọc được, coi là thiếu"),

    // Statistics.
    "lengthAdjusted": Wording(
      "the two periods differ in days; the adjusted figure stands beside",
      "hai kỳ khác nhau về số ngày; số đã hiệu chỉnh đặt bên cạnh"),
    "smallBase": Wording(
      "%#1 {1:percent|percents} in brackets: the base is below 20",
      "%#1 tỷ lệ trong ngoặc: gốc so sánh dưới 20"),
    "association": Wording("association is no cause", "tương quan không phải là nguyên nhân"),
    "smallN": Wording("few points: n is %1", "ít điểm: n là %1"),
    "sharedDenominator": Wording(
      "both terms are divided by `%1`, which alone can correlate them",
      "cả hai vế cùng chia cho `%1`, riêng điều đó đã tạo tương quan"),
    "bothTrend": Wording(
      "both series trend; the detrended figure stands beside",
      "cả hai chuỗi đều có xu hướng; số đã khử xu hướng đặt bên cạnh"),
    "manyPairs": Wording(
      "%#1 pairs tried: read q rather than p", "đã thử %#1 cặp: xem q thay vì p"),
    "tooFew": Wording(
      "%#1 {1:row has|rows have} too little data to judge", "%#1 dòng quá ít số liệu để kết luận"),
    "fdrFamily": Wording(
      "q counts %#1 {1:test|tests} as one family", "q tính %#1 phép kiểm định là một họ"),

    // The legend of the signs after a number.
    "legend.conflict": Wording("`‡` sources disagree", "`‡` các nguồn nói khác nhau"),
    "legend.differs": Wording("`≠` the parts contradict it", "`≠` không khớp với các phần"),
    "legend.provisional": Wording("`*` provisional", "`*` sơ bộ"),
    "legend.derived": Wording("`†` derived, not reported", "`†` suy ra, không phải số báo cáo"),
  ]
}
