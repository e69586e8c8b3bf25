import type { Content, TableCell, TDocumentDefinitions } from "pdfmake/interfaces.js";
import { translator } from "#lib/i18n/translate.ts";
import type { NoticeContent, NoticeRow } from "./notice-content.ts";

// The day colours of the portal's theme, for paper.
const ink = "#0f2638";
const soft = "#44596b";
const line = "#d3e2ea";
const sky = "#00546a";
const skySoft = "#dcf2f7";

/** The notice as a sheet of A4. `madeAt` stands in the file, so that drawing it again gives the same file. */
export function noticePdf(content: NoticeContent, madeAt: Date): TDocumentDefinitions {
  const t = translator(content.locale);
  return {
    language: content.locale,
    displayTitle: true,
    info: {
      title: `${content.title} ${content.number}`,
      author: content.region,
      creator: "Kezek",
      producer: "Kezek",
      creationDate: madeAt,
    },
    pageMargins: [48, 44, 48, 52],
    defaultStyle: { color: ink },
    content: [
      heading(content, t("notice.office")),
      { text: content.text, margin: [0, 10, 0, 12] },
      places(content),
      facts([...content.rows, ...content.signature]),
      { text: content.nextTitle, bold: true, fontSize: 12, margin: [0, 12, 0, 4] },
      { ul: content.next.map((text) => ({ text, margin: [0, 1, 0, 1] })) },
      genuine(content),
    ],
    footer: (current, count) => ({
      text: t("notice.page", { n: current, m: count }),
      alignment: "center",
      color: soft,
      fontSize: 8,
      margin: [0, 18, 0, 0],
    }),
  };
}

function heading(content: NoticeContent, office: string): Content {
  return {
    stack: [
      {
        columns: [
          { text: `${office} · ${content.region}`, color: soft },
          { text: "Kezek", alignment: "right", bold: true, color: sky, width: 80 },
        ],
      },
      {
        canvas: [{ type: "line", x1: 0, y1: 4, x2: 499, y2: 4, lineWidth: 1.5, lineColor: sky }],
      },
      { text: content.title, fontSize: 18, bold: true, margin: [0, 14, 0, 2] },
      { text: `${content.number}. ${content.issued}`, color: soft },
    ],
  };
}

// What the family looks for first, in a tinted band: the number, the worst it can become, the code.
function places(content: NoticeContent): Content {
  const big = (row: NoticeRow): TableCell => ({
    stack: [
      { text: row.label, color: sky, fontSize: 9 },
      { text: row.value, fontSize: 19, bold: true, color: sky, lineHeight: 1.1 },
    ],
    fillColor: skySoft,
  });
  const cells = [content.position, ...(content.bound ? [content.bound] : []), content.entryCode];
  return {
    stack: [
      {
        table: { widths: cells.map(() => "*"), body: [cells.map(big)] },
        layout: {
          hLineWidth: () => 0,
          vLineWidth: () => 0,
          paddingLeft: () => 12,
          paddingRight: () => 8,
          paddingTop: () => 8,
          paddingBottom: () => 6,
        },
      },
      {
        text: [content.position.total, content.position.asOf, content.bound?.why ?? ""].join("\n"),
        color: soft,
        fontSize: 8.5,
        margin: [0, 4, 0, 10],
      },
    ],
  };
}

function facts(rows: readonly NoticeRow[]): Content {
  return {
    table: {
      widths: [170, "*"],
      body: rows.map(({ label, value }) => [{ text: label, color: soft }, { text: value }]),
    },
    layout: {
      hLineWidth: (i, node) => (i === 0 || i === node.table.body.length ? 0 : 0.7),
      hLineColor: () => line,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingTop: () => 3,
      paddingBottom: () => 2,
    },
  };
}

function genuine(content: NoticeContent): Content {
  const { verify } = content;
  return {
    unbreakable: true,
    margin: [0, 14, 0, 0],
    columnGap: 16,
    columns: [
      { qr: verify.address, fit: 92, width: 96, eccLevel: "M", foreground: ink },
      {
        stack: [
          {
            text: [
              { text: `${verify.token.label}: `, color: soft },
              { text: verify.token.value, bold: true },
            ],
            margin: [0, 0, 0, 3],
          },
          { text: verify.text, fontSize: 8.5, margin: [0, 0, 0, 3] },
          ...content.legal.map((text): Content => ({ text, fontSize: 8.5, color: soft })),
        ],
      },
    ],
  };
}
