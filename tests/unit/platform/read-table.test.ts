import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTable } from "#lib/platform/read-table.ts";
import { textRows, workbookOf, zipOf } from "./workbook.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const cellsOf = (read: ReturnType<typeof readTable>) =>
  read.ok ? read.value.rows.map(({ cells }) => cells) : read.code;
const codeOf = (file: Uint8Array) => {
  const read = readTable(file);
  return read.ok ? "ok" : `${read.code} ${read.detail.line}`;
};

describe("CSV", () => {
  test.each([
    [
      "a;b\n1;2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      'a,b\r\n1,"2;3"\r\n',
      [
        ["a", "b"],
        ["1", "2;3"],
      ],
    ],
    [
      "\uFEFFa\tb\n«Әке»\t2",
      [
        ["a", "b"],
        ["«Әке»", "2"],
      ],
    ],
    [
      'a;b\n"№ 8 ""Ай""\nналайын";2\n\n;\n3;4',
      [
        ["a", "b"],
        ['№ 8 "Ай"\nналайын', "2"],
        ["3", "4"],
      ],
    ],
    [
      "a;b;\n1;2;",
      [
        ["a", "b", ""],
        ["1", "2", ""],
      ],
    ],
    [
      "a;b\r1;2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
  ])("%j is read", (text, rows) => {
    expect(cellsOf(readTable(bytes(text)))).toEqual(rows);
  });

  test("each row knows its line, also behind a cell of several lines", () => {
    const read = readTable(bytes('a\n"1\n2\n3"\n\n4'));
    expect(read.ok && read.value.rows.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test("what was written is read again, whatever is in the cells", () => {
    const cell = fc
      .string({ unit: "grapheme-composite", maxLength: 12 })
      .map((text) => text.replaceAll("\0", "").trim());
    const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((each) => each !== ""));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const text = [["a", "b", "c"], ...rows]
          .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(";"))
          .join("\r\n");
        expect(cellsOf(readTable(bytes(text)))).toEqual([["a", "b", "c"], ...rows]);
      }),
    );
  });

  test("of Excel's «Unicode text» is read by its mark", () => {
    const utf16 = Buffer.from("\uFEFFa\tб\n1\tӘ", "utf16le");
    expect(cellsOf(readTable(utf16))).toEqual([
      ["a", "б"],
      ["1", "Ә"],
    ]);
    expect(cellsOf(readTable(Buffer.from(utf16).swap16()))).toEqual([
      ["a", "б"],
      ["1", "Ә"],
    ]);
  });
});

describe("a file that cannot be read is told why", () => {
  // «Детский сад» in windows-1251, in which «ә» has no code at all.
  const cp1251 = new Uint8Array([0xc4, 0xe5, 0xf2, 0xf1, 0xea, 0xe8, 0xe9, 0x3b, 0x31]);
  test.each([
    ["nothing", new Uint8Array(), "empty 1"],
    ["empty lines", bytes("\n\n;;\n"), "empty 1"],
    ["windows-1251", cp1251, "encoding 1"],
    ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "old-excel 1"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47]), "encoding 1"],
    ["noughts", bytes("a\0b"), "not-a-table 1"],
    ["a quotation mark without end", bytes('a;b\n1;"2\n3'), "quotes 2"],
    ["a quotation mark inside", bytes('a;b\n1;2\n3;сад "Ай"'), "quotes 3"],
    ["something behind a quotation", bytes('a;"b" c'), "quotes 1"],
    ["too many rows", bytes("a\n".repeat(20_001)), "too-large 20001"],
    ["too many columns", bytes(";".repeat(200)), "too-large 1"],
    ["a very long cell", bytes(`a\n${"x".repeat(2_001)}`), "too-large 2"],
    ["more than ten megabytes", new Uint8Array(10_000_001).fill(97), "too-large 1"],
    ["an archive of something else", zipOf({ "a.txt": "a" }), "not-a-table 1"],
    ["half an archive", workbookOf(textRows([["a"]])).slice(0, 300), "not-a-table 1"],
    [
      "a document type",
      workbookOf(textRows([["a"]]), { prolog: '<!DOCTYPE x [<!ENTITY a "b">]>' }),
      "not-a-table 1",
    ],
    ["a cell far out", workbookOf('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too-large 1"],
    [
      "a row that goes back",
      workbookOf('<row r="2"><c><v>1</v></c></row><row r="1"/>'),
      "not-a-table 1",
    ],
  ])("%s", (_name, file, told) => {
    expect(codeOf(file)).toBe(told);
  });

  test("a bomb is not unpacked", () => {
    const bomb = workbookOf(" ".repeat(70_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const began = performance.now();
    expect(codeOf(bomb)).toBe("not-a-table 1");
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("nothing that is damaged throws", () => {
    const whole = workbookOf(
      textRows([
        ["a", "b"],
        ["1", "2"],
      ]),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        (changes) => {
          const damaged = Uint8Array.from(whole);
          for (const [at, byte] of changes) damaged[at] = byte;
          expect(typeof readTable(damaged).ok).toBe("boolean");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("XLSX", () => {
  test("shared texts of several runs, numbers and gaps are read, and the first sheet is the first that is named", () => {
    const shared =
      '<si><r><t>№ 8 </t></r><r><t xml:space="preserve">«Ай»</t></r><rPh><t>no</t></rPh></si><si><t>a&amp;b&#x4D8;</t></si>';
    const sheet = `<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2"><v>51.2378</v></c></row>
      <row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><v>#REF!</v></c></row><row r="7"/>`;
    const read = readTable(workbookOf(sheet, { shared }));
    expect(read.ok && read.value.rows).toEqual([
      { line: 2, cells: ["", "№ 8 «Ай»", "", "51.2378"] },
      { line: 5, cells: ["a&bӘ", "1", ""] },
    ]);
  });

  test("formulas and joined cells are told by their places", () => {
    const sheet =
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><f>1+1</f><v>2</v></c></row>';
    const extra = '<mergeCells><mergeCell ref="B2:C4"/></mergeCells>';
    const read = readTable(workbookOf(sheet, { extra }));
    expect(read.ok && [read.value.formulas, read.value.merged]).toEqual([
      [{ line: 3, column: 2 }],
      [{ line: 2, column: 1 }],
    ]);
  });
});
