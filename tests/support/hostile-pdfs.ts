import { deflateSync } from "node:zlib";

// PDFs as an attacker or a strange program writes them, each one opened without complaint by some reader.

type Part = string | Buffer;

const catalog = (extra = "") => `<< /Type /Catalog /Pages 2 0 R ${extra} >>`;
const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>";
const script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";

/** A stream with its dictionary. */
function stream(content: Buffer, entries = ""): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`, "latin1"),
    content,
    Buffer.from("\nendstream", "latin1"),
  ]);
}

/** Objects 1, 2, 3 … with a table and a trailer, as a tidy program writes them. */
function build(objects: readonly Part[], trailer = ""): Buffer {
  const chunks: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const places: number[] = [];
  const size = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  objects.forEach((object, i) => {
    places.push(size());
    chunks.push(
      Buffer.from(`${i + 1} 0 obj\n`),
      typeof object === "string" ? Buffer.from(object, "latin1") : object,
      Buffer.from("\nendobj\n"),
    );
  });
  const table = size();
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  chunks.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R ${trailer}>>\nstartxref\n${table}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(chunks);
}

const content = stream(deflateSync(Buffer.from("0 0 m 100 100 l S")), "/Filter /FlateDecode");

/** One page with a line on it; `extra` goes into its catalog. */
export function plainPdf(extra = ""): Buffer {
  return build([catalog(extra), pages, page, content]);
}

/** The same with more objects: 5, 6 … */
export function pdfWith(extra: string, ...more: Part[]): Buffer {
  return build([catalog(extra), pages, page, content, ...more]);
}

/** Objects with numbers of their own, packed into one stream (ISO 32000-1 §7.5.7). */
export function objectStream(
  objects: ReadonlyMap<number, string>,
  { entries = "/Filter /FlateDecode", pack = deflateSync as (plain: Buffer) => Buffer } = {},
): Buffer {
  const bodies = [...objects.values()];
  let offset = 0;
  const table = [...objects.keys()].map((number, i) => {
    const row = `${number} ${offset}`;
    offset += (bodies[i]?.length ?? 0) + 1;
    return row;
  });
  const head = `${table.join(" ")} `;
  const plain = Buffer.from(head + bodies.join(" "), "latin1");
  return stream(pack(plain), `/Type /ObjStm /N ${objects.size} /First ${head.length} ${entries}`);
}

const hidden = new Map([[9, script]]);
const zip = Buffer.concat([
  Buffer.from("PK\x05\x06", "latin1"),
  Buffer.alloc(16),
  Buffer.from([0, 0]),
]);

const active: Record<string, () => Buffer> = {
  "a script on opening": () => plainPdf(`/OpenAction ${script}`),
  "a script with its name in escapes": () =>
    plainPdf("/OpenAction << /S /#4Aava#53cript /#4a#53 (1) >>"),
  "a script among the names": () =>
    pdfWith("/Names << /JavaScript 5 0 R >>", `<< /Names [(a) ${script}] >>`),
  "a script on a page": () =>
    build([catalog(), pages, page.replace(">>", `/AA << /O ${script} >> >>`), content]),
  "a script in a packed stream of objects": () =>
    pdfWith("/OpenAction 9 0 R", objectStream(hidden)),
  "a script in a plain stream of objects": () =>
    pdfWith("/OpenAction 9 0 R", objectStream(hidden, { entries: "", pack: (plain) => plain })),
  "a script in a stream of objects that does not say its type": () =>
    pdfWith(
      "/OpenAction 9 0 R",
      Buffer.from(objectStream(hidden).toString("latin1").replace("/Type /ObjStm", ""), "latin1"),
    ),
  "a script added by a later update": () =>
    Buffer.concat([
      plainPdf(),
      Buffer.from(
        `1 0 obj\n${catalog(`/OpenAction ${script}`)}\nendobj\ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n`,
      ),
    ]),
  "a script in an object within a picture's bytes": () =>
    pdfWith("", stream(Buffer.from(`\x00\x01 7 0 obj ${script} endobj`), "/Subtype /Image")),
  "a script in an object within a text": () => pdfWith("", `(7 0 obj ${script} endobj)`),
  "a script in an object within a comment": () => pdfWith("", `null % 7 0 obj ${script}`),
  "a script whose object's number has a comment in it": () =>
    pdfWith("", "null\nendobj\n7%x\n0%y\nobj" + script),
  "a script without any table": () =>
    Buffer.from(`%PDF-1.4\n1 0 obj${catalog(`/OpenAction${script}`)}endobj\n%%EOF`),
  "a script in the trailer": () =>
    build([catalog(), pages, page, content], `/Root << /OpenAction ${script} >> `),
  "a script at the place in a text that the table of a stream names": () => {
    const plain = Buffer.from("9 1 (<</S/JavaScript/JS(1)>>)");
    return pdfWith(
      "/OpenAction 9 0 R",
      stream(deflateSync(plain), "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    );
  },
  "a program to launch": () => plainPdf("/OpenAction << /S /Launch /F (cmd.exe) >>"),
  "an attached file": () =>
    pdfWith(
      "/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>",
      "<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
      stream(Buffer.from("MZ"), "/Type /EmbeddedFile"),
    ),
  "an attached file on a page": () => pdfWith("", "<< /Subtype /FileAttachment /FS 6 0 R >>"),
  "a form of XFA": () => plainPdf("/AcroForm << /XFA 5 0 R >>"),
  "a film": () => pdfWith("", "<< /Type /Annot /Subtype /RichMedia >>"),
  "a way into a file on a foreign server": () =>
    plainPdf("/OpenAction << /S /GoToR /F (\\\\\\\\evil.example\\\\x.pdf) /D [0 /Fit] >>"),
  "a form that sends what is typed": () => pdfWith("", "<< /S /SubmitForm /F (http://x) >>"),
};

const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;

const unreadable: Record<string, () => Buffer> = {
  "without a page": () => build([catalog(), "<< /Type /Pages /Kids [] /Count 0 >>"]),
  "with something behind its end": () =>
    Buffer.concat([plainPdf(), Buffer.from("<script>alert(1)</script>")]),
  "whose brackets do not match": () => pdfWith("", "<< /A [ 1 >> ]"),
  "whose text does not end": () => pdfWith("", "(never"),
  "nested without end": () => pdfWith("", deep),
  "whose stream of objects is packed twice": () =>
    pdfWith(
      "",
      objectStream(hidden, {
        entries: "/Filter [/FlateDecode /FlateDecode]",
        pack: (plain) => deflateSync(deflateSync(plain)),
      }),
    ),
  "whose stream of objects is in hexadecimal": () =>
    pdfWith(
      "",
      objectStream(hidden, {
        entries: "/Filter /ASCIIHexDecode",
        pack: (plain) => Buffer.from(`${plain.toString("hex")}>`),
      }),
    ),
  "whose stream of objects says its filter twice": () =>
    pdfWith("", objectStream(hidden, { entries: "/Filter /FlateDecode /Filter /LZWDecode" })),
  "whose stream of objects says its filter elsewhere": () =>
    pdfWith("", objectStream(hidden, { entries: "/Filter 6 0 R" }), "/FlateDecode"),
  "whose stream of objects is broken": () =>
    pdfWith("", objectStream(hidden, { pack: () => Buffer.from("not deflated") })),
  "that unpacks to a gigabyte": () => {
    // A tenth of it is enough to be stopped; a hundred such streams make the gigabyte.
    const bomb = deflateSync(Buffer.alloc(100_000_000, " "), { level: 9 });
    const entries = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    return pdfWith("", ...Array.from({ length: 10 }, () => stream(bomb, entries)));
  },
  "that sends its reader over the same bytes for ever": () =>
    pdfWith("", `null\nendobj\n${"9 0 obj/A%".repeat(200_000)}`),
};

/** Name, maker and the code of the refusal. */
export const hostilePdfs: readonly (readonly [string, () => Buffer, string])[] = [
  ...Object.entries(active).map(([name, make]) => [name, make, "file-pdf-active"] as const),
  ...Object.entries(unreadable).map(([name, make]) => [name, make, "file-damaged"] as const),
  [
    "a password",
    () => build([catalog(), pages, page, content], "/Encrypt 5 0 R "),
    "file-pdf-locked",
  ],
  [
    "a password that a stream's table speaks of",
    () => pdfWith("", stream(Buffer.from("x"), "/Type /XRef /Root 1 0 R /#45ncrypt 5 0 R")),
    "file-pdf-locked",
  ],
  [
    "a hundred and one pages",
    () => pdfWith("", ...Array.from({ length: 100 }, () => page)),
    "file-pdf-long",
  ],
  [
    "a tree that counts a million pages",
    () => build([catalog(), pages.replace("1 >>", "1000000 >>"), page, content]),
    "file-pdf-long",
  ],
  ["an archive behind it", () => Buffer.concat([plainPdf(), zip]), "file-type"],
  [
    "an archive in its last comment",
    () => Buffer.concat([plainPdf(), Buffer.from("%"), zip, Buffer.from("\n%%EOF\n")]),
    "file-type",
  ],
];

const calm = new Map([
  [9, "<< /Producer (JavaScript /JS /Launch /EmbeddedFile) >>"],
  [10, "[1 2 0 R <</A/B>>]"],
]);

/** What ordinary programs write. */
export const honestPdfs: readonly (readonly [string, () => Buffer])[] = [
  ["one page", () => plainPdf()],
  ["opened at a page", () => plainPdf("/OpenAction [3 0 R /FitH null] /PageMode /UseOutlines")],
  ["with a packed stream of objects", () => pdfWith("", objectStream(calm))],
  ["that speaks of scripts in a text", () => pdfWith("", "(/JavaScript /JS \\) (/Launch))")],
  ["with a link", () => pdfWith("", "<< /Subtype /Link /A << /S /URI /URI (https://x/JS/) >> >>")],
  [
    "with a signature",
    () =>
      pdfWith("", "<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 9 9 9] /Contents <00ff> >>"),
  ],
  [
    "updated, its page replaced",
    () => Buffer.concat([plainPdf(), Buffer.from(`3 0 obj\n${page}\nendobj\n%%EOF\n\0\0`)]),
  ],
  ["a hundred pages", () => pdfWith("", ...Array.from({ length: 99 }, () => page))],
];
