// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct VietnameseTests {
  static let pairs: [(String, String)] = [
    (
      "chuỗi crime_cases theo tỉnh, năm tại Sơn La trong 2019..2024 | biến động so với cùng kỳ",
      "series crime_cases by province, year in Sơn La during 2019..2024 | change vs same period"
    ),
    (
      "chuỗi crime_cases theo huyện, quý trong quý 3/2024 | biến động so với cùng kỳ, kỳ trước",
      "series crime_cases by district, quarter during 2024-Q3 | change vs same period, previous"
    ),
    (
      "chuỗi a theo tháng theo lịch công an trong tháng 8/2024 | biến động so với liền kề",
      "series a by month calendar police during 2024-08 | change vs previous"
    ),
    (
      "series a theo xã, nửa năm theo địa giới mới | xu hướng theil_sen của a",
      "series a by commune, half on boundaries new | trend theil_sen of a"
    ),
    (
      "series a / b gọi là c lọc a > 1 và không phải b = 2 theo năm tính đến ngày 2024-07-15",
      "series a / b as c where a > 1 and not b = 2 by year known on 2024-07-15"
    ),
    (
      "từ t | lọc a là thiếu hoặc b là không báo cáo | sắp xếp -a | lấy 5 | vì sao",
      "from t | where a is missing or b is not reported | sort -a | take 5 | why"
    ),
    (
      "series a theo huyện | đầu bảng 3 theo a trong từng tỉnh | biểu đồ bar",
      "series a by district | top 3 by a within province | chart bar"
    ),
    (
      "series a theo huyện | so sánh \"Thuận Châu\" với phần còn lại trên mỗi population",
      "series a by district | compare \"Thuận Châu\" with rest per population"
    ),
    (
      "series a theo tháng | trượt 12 tháng trung bình | xuất \"x.csv\" cho excel",
      "series a by month | rolling 12 month mean | export \"x.csv\" for excel"
    ),
    (
      "series a theo năm | biến động so với trung bình của 2021..2023 | dự báo 2 năm",
      "series a by year | change vs mean of 2021..2023 | forecast 2 year"
    ),
    (
      "series a theo năm trong 3 năm gần đây | tổng hợp n = đếm(), m = trung bình(a qua huyện, b) theo năm",
      "series a by year during last 3 years | summarise n = count(), m = mean(a over district, b) by year"
    ),
    (
      "từ t | lọc chắc chắn a > 1 hoặc có thể b > 2 | ghép trái u trên huyện",
      "from t | where certainly a > 1 or possibly b > 2 | join left u on huyện"
    ),
  ]

  @Test(arguments: pairs) func meansTheSameAsEnglish(vietnamese: String, english: String) {
    #expect(Reading.trees(vietnamese) == Reading.trees(english))
  }

  @Test(arguments: pairs) func needsNoMarks(vietnamese: String, english: String) {
    let plain = TextFolding.fold(vietnamese)
    #expect(Reading.trees(plain) == TextFoldingOfTree.fold(Reading.trees(english), like: plain))
  }

  @Test func aWordIsAWordOnlyByItsPlace() {
    #expect(Reading.stage("select theo, năm, tỉnh").hasPrefix("error"))
    #expect(Reading.stage("select năm, tỉnh") == "select<năm, tỉnh>")
    #expect(Reading.expression("theo > 1 and là = 2") == "(and (> theo 1) (= là 2))")
    #expect(Reading.stage("sort `theo`") == "sort<`theo`>")
    #expect(Reading.trees("series xu_hướng theo năm") == "series xu_hướng by:year {by}")
  }

  @Test func joinsTheLongestWordFirst() {
    #expect(Reading.stage("biểu đồ phễu") == "funnel<>")
    #expect(Reading.stage("so sánh a so với b") == "compare<a> vs:<b>")
    #expect(Reading.stage("tại sao") == "why<>")
  }
}

/// Folds the names that a tree kept from a folded query, so that only these differ.
private enum TextFoldingOfTree {
  static func fold(_ tree: String, like plain: String) -> String {
    tree.replacing("Sơn La", with: "son la").replacing("Thuận Châu", with: "thuan chau")
      .replacing("huyện>", with: "huyen>")
  }
}
