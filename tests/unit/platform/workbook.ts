import { deflateRawSync } from "node:zlib";

/** A ZIP archive with these files, as office programs write them. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content);
    const packed = deflateRawSync(body);
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(body.length, 22);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(body.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, title, packed);
    directory.push(entry, title);
    offset += local.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

const sheetMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** A workbook of one sheet; `extra` goes behind its rows, `shared` are the texts that cells share. */
export function workbookOf(
  sheet: string,
  { shared = "", prolog = '<?xml version="1.0" encoding="UTF-8"?>', extra = "" } = {},
): Uint8Array {
  return zipOf({
    "xl/workbook.xml": `${prolog}<workbook xmlns="${sheetMain}"><sheets><sheet name="1" sheetId="1" r:id="rId3"/><sheet name="2" sheetId="2" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${prolog}<Relationships><Relationship Id="rId1" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `${prolog}<sst xmlns="${sheetMain}">${shared}</sst>`,
    "xl/worksheets/sheet1.xml": `${prolog}<worksheet xmlns="${sheetMain}"><sheetData>${sheet}</sheetData>${extra}</worksheet>`,
  });
}

/** Rows of inline texts. */
export function textRows(rows: readonly (readonly string[])[]): string {
  const safe = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return rows
    .map(
      (cells) =>
        `<row>${cells.map((text) => `<c t="inlineStr"><is><t>${safe(text)}</t></is></c>`).join("")}</row>`,
    )
    .join("");
}
