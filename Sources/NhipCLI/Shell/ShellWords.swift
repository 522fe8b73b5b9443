// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What the program says of itself, in the reader's language.
struct ShellWords {
  let isVietnamese: Bool

  private func say(_ english: String, _ vietnamese: String) -> String {
    isVietnamese ? vietnamese : english
  }

  var greeting: String {
    say("`.help` teaches the language, ^D leaves", "gõ `.help` để học ngôn ngữ, ^D để thoát")
  }

  func memory(now: Int, peak: Int) -> String {
    say(
      "the program takes \(now) MiB, at most \(peak) MiB so far",
      "chương trình dùng \(now) MiB, cao nhất \(peak) MiB")
  }

  func resultsGo(to path: String) -> String {
    say(
      "results go to `\(path)`; `.output -` brings them back",
      "kết quả được ghi vào `\(path)`; gõ `.output -` để hiện lại trên màn hình")
  }

  func noData(_ folder: String?) -> String {
    let place = folder.map { " (`\($0)`)" } ?? ""
    return say(
      "no bundled data found\(place): `NHIP_DATASETS` names their folder",
      "không tìm thấy bộ số liệu kèm theo\(place): đặt thư mục vào `NHIP_DATASETS`")
  }

  func notWritten(_ path: String) -> String {
    say(
      "`\(path)` was not written: a statement failed", "chưa ghi `\(path)`: có câu lệnh bị lỗi")
  }
}
