// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

extension ErrorCatalogue {
  /// E05: files in and out.
  static let files: [ErrorExplanation] = [
    explain(
      "E0501", "a cell that contradicts its column",
      """
      The type and the number form of a column are decided from the whole column; this cell cannot \
      be read so. `--on-error null` keeps the rest and lists what was refused, `--decimal` sets the \
      decimal mark.
      """,
      wrong: ".load tips.csv", right: "nhip --on-error null tips.csv"),
    explain(
      "E0502", "a row that does not fit the header",
      """
      The row has more cells than the header, or fewer, or holds what its column cannot. A \
      separator inside a cell needs quotes around the cell.
      """,
      wrong: "Sơn La,2023,1,204", right: "Sơn La,2023,\"1,204\""),
    explain(
      "E0503", "a file that ends too early",
      """
      A quote is never closed, or a data package lacks files that its descriptor names.
      """,
      wrong: "\"Sơn La,2023,1204", right: "\"Sơn La\",2023,1204"),
    explain(
      "E0504", "no such file", "The path is looked up from the folder the program was started in.",
      wrong: ".load tip.csv", right: ".load tips.csv"),
    explain(
      "E0505", "a file that may not be read, or an option that does not exist",
      "The system refused to open the file, or loading was asked for in a way it does not know.",
      wrong: "nhip --encoding latin tips.csv", right: "nhip --encoding windows-1258 tips.csv"),
    explain(
      "E0506", "no readable file",
      """
      CSV, TSV and data packages are read: no other folder, no JSON, and no stream that is too long. \
      A data package is loaded by itself, under its own name.
      """,
      wrong: ".load reports/", right: ".load reports/tips.csv"),
    explain(
      "E0507", "bytes that are no text",
      """
      The file's encoding is told by its mark or by its bytes: UTF-8, UTF-16 or Windows-1258. \
      `--encoding` names it where that fails.
      """,
      wrong: ".load old.csv", right: "nhip --encoding windows-1258 old.csv"),
    explain(
      "E0508", "no text file", "The file holds zero bytes, as workbooks and pictures do.",
      wrong: ".load tips.xlsx", right: ".load tips.csv"),
    explain(
      "E0509", "nothing to load, or too much",
      """
      A table needs a line of column names, and has limits of columns and rows; no file is put into \
      one twice.
      """,
      wrong: ".load empty.csv", right: ".load tips.csv"),
    explain(
      "E0510", "a descriptor that cannot be read",
      """
      `datapackage.json` beside the data is JSON in the form of a Frictionless data package; the \
      mark shows where it is not.
      """,
      wrong: "{\"resources\": [{\"path\": \"tips.csv\",}]}",
      right: "{\"resources\": [{\"path\": \"tips.csv\"}]}"),
    explain(
      "E0511", "a word that descriptors do not know",
      "Roles, kinds, levels and grains in a descriptor are words of closed lists.",
      wrong: "\"kind\": \"flows\"", right: "\"kind\": \"flow\""),
    explain(
      "E0512", "no such column in the file",
      "The descriptor, or an option of the load, names a column that the header lacks.",
      wrong: "nhip --kind valeu=flow tips.csv", right: "nhip --kind value=flow tips.csv"),
    explain(
      "E0520", "the folder is not there",
      "A file is written into a folder that exists.",
      wrong: "from indicators | export \"nowhere/a.csv\"",
      right: "from indicators | export \"a.csv\""),
    explain(
      "E0521", "no permission to write there", "The system refused to make the file.",
      wrong: "from indicators | export \"/a.csv\"", right: "from indicators | export \"a.csv\""),
    explain(
      "E0522", "the disk is full",
      "Nothing was written: a file of that name is as it was before.",
      wrong: "from observations | export \"a.csv\"",
      right: "from observations | take 1000 | export \"a.csv\""),
    explain(
      "E0523", "a folder bears this name", "A file cannot take the name of a folder.",
      wrong: "from indicators | export \"reports\"",
      right: "from indicators | export \"reports/a.csv\""),
    explain(
      "E0524", "no format for this ending", "The ending of the file's name says its format.",
      wrong: "from indicators | export \"a.doc\"", right: "from indicators | export \"a.csv\""),
    explain(
      "E0525", "the file could not be written",
      "The system gave the reason in the message. A file of that name is as it was before.",
      wrong: "from indicators | export \"/dev/full/a.csv\"",
      right: "from indicators | export \"a.csv\""),
  ]
}
