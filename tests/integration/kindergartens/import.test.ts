import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { kindergartenChange } from "#db/schema/kindergartens.ts";
import { importKindergartens } from "#lib/kindergartens/import.ts";
import { kindergartenBySlug, openRegister } from "#lib/kindergartens/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { textRows, workbookOf } from "../../unit/platform/workbook.ts";
import { now, openKindergartens } from "./portals.ts";

useTestDatabase();

let oral = 0;
let akmola = 0;
beforeAll(async () => {
  const ids = await openKindergartens();
  oral = ids.get("oral") ?? 0;
  akmola = ids.get("akmola") ?? 0;
});

const head = "name_kk;name_ru;address_kk;address_ru;ownership;languages";
const line = "№ 50 «Жаңа»;№ 50 «Жана»;Абай көшесі, 5-үй;ул. Абая, д. 5;state;kk, ru";

function send(text: string | Uint8Array, { dryRun = false, regionId = oral } = {}) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return importKindergartens({ regionId, bytes, dryRun }, now);
}

async function problems(text: string | Uint8Array, regionId = oral) {
  const before = await openRegister(regionId, now);
  const answer = await send(text, { regionId });
  // All or nothing: a file with one bad row has changed nothing.
  expect(await openRegister(regionId, now)).toEqual(before);
  if (answer.ok) throw new Error("was let in");
  return answer.detail.map(({ line: at, column, code }) => `${at} ${column} ${code}`);
}

describe("a good file", () => {
  const file =
    `${head};groups;latitude;longitude;phone;days;from;to;bin\n${line};2023 kk 20; 2021-2022 ru 25;51,2;51.4;8 (7112) 50-00-50;mon-fri;7:30;18:30;000140000777\n`.replace(
      "2023 kk 20; 2021-2022 ru 25",
      '"2023 kk 20; 2021-2022 ru 25"',
    );

  test("is rehearsed without a trace, then brought in, and changes nothing the second time", async () => {
    const rehearsed = await send(file, { dryRun: true });
    expect(rehearsed).toMatchObject({ ok: true, value: { added: 1, groupsAdded: 2 } });
    expect(await kindergartenBySlug(oral, "50-zhana", now)).toBeNull();

    expect(await send(file)).toEqual(rehearsed);
    const seen = await kindergartenBySlug(oral, "50-zhana", now);
    expect(seen).toMatchObject({
      names: { kk: "№ 50 «Жаңа»", ru: "№ 50 «Жана»" },
      point: { latitude: 51.2, longitude: 51.4 },
      phone: "+77112500050",
      languages: ["kk", "ru"],
      queueTypes: ["general"],
      hours: { days: "mon-fri", from: "07:30", to: "18:30" },
      groups: [
        { cohortFrom: 2023, cohortTo: 2023, language: "kk", capacity: 20 },
        { cohortFrom: 2021, cohortTo: 2022, language: "ru", capacity: 25 },
      ],
    });
    expect(await send(file)).toMatchObject({
      value: { added: 0, changed: 0, same: 1, groupsChanged: 0 },
    });
    const written = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, "import.kindergartens"));
    expect(written.map(({ detail }) => detail["added"])).toEqual([1, 0]);
  });

  test("knows a kindergarten again by its BIN, keeps what it has no column for, and its address in the portal", async () => {
    const renamed = `${head};bin;groups\n${line.replace("Жаңа", "Ескі")};000140000777;2023 kk 18`;
    expect(await send(renamed)).toMatchObject({
      value: { added: 0, changed: 1, groupsChanged: 1 },
    });
    const seen = await kindergartenBySlug(oral, "50-zhana", now);
    expect(seen?.names.kk).toBe("№ 50 «Ескі»");
    expect(seen).toMatchObject({ phone: "+77112500050", point: { latitude: 51.2 } });
    expect(seen?.groups.map(({ capacity }) => capacity)).toEqual([18, 25]);
    const [last] = (await db().select().from(kindergartenChange)).slice(-1);
    expect(last?.data).toEqual({ from: { capacity: 20 }, to: { capacity: 18 } });
  });

  test("may be a workbook, with times and days as it keeps them", async () => {
    const rows = [
      [...head.split(";"), "from", "to", "opened_on"],
      [
        "«Кітап»",
        "«Книга»",
        "Абай көшесі, 6-үй",
        "ул. Абая, д. 6",
        "private",
        "other",
        "0.3125",
        "0.75",
        "46266",
      ],
    ];
    expect(await send(workbookOf(textRows(rows)))).toMatchObject({ ok: true, value: { added: 1 } });
    const seen = await kindergartenBySlug(oral, "kitap", now);
    expect(seen).toMatchObject({ openedOn: "2026-09-01", hours: { from: "07:30", to: "18:00" } });
  });

  test("names districts by code or by name, where there are districts", async () => {
    const names = [
      ["«Бір»", "113200000"],
      ["«Екі»", "зерендинский РАЙОН"],
      ["«Үш»", "Көкшетау қаласы"],
    ];
    const rows = names
      .map(([name, district]) => `${name};${name};x;x;state;kk;${district}`)
      .join("\n");
    const answer = await send(`${head};district\n${rows}`, { regionId: akmola });
    expect(answer).toMatchObject({ ok: true, value: { added: 3 } });
    expect((await kindergartenBySlug(akmola, "eki", now))?.districtKato).toBe("115600000");
  });
});

describe("a bad file is refused whole, each fault named with line, column and reason", () => {
  test("columns", async () => {
    expect(
      await problems("name_kk;name_ru;address_kk;ownership;languages;name_kk;цвет\nx"),
    ).toEqual([
      "1 name_kk repeated-column",
      "1 цвет unknown-column",
      "1 address_ru missing-column",
    ]);
    expect(await problems(head)).toEqual(["2  no-rows"]);
  });

  test("cells, all of them at once and beside a good row", async () => {
    const extra = ";phone;email;site;latitude;longitude;opened_on;from;to;groups;bin";
    const rows = [
      `${line};;;;;;;;;;`,
      line.replace("state", "own").replace("№ 50", "№ 51") +
        ";5;x;javascript:alert(1);91;x;30.02.2026;25:00;18:00;;12",
      line.replace("kk, ru", "kk, tr").replace("№ 50", "№ 52") + ";;;;;;;;;;",
      line.replace("№ 50", "№ 53") + ";;;;;;;;;2023 ru;",
      line.replace("№ 50", "№ 54").replace("kk, ru", "kk") + ";;;;;;;;;2023 ru 20;",
      line.replace("№ 50", "№ 55") + ";;;;;;;;;2023 kk 20 sanatorium;",
      line.replace("№ 50 «Жаңа»", "") + ";;;;;;;;;;",
    ];
    expect(await problems([head + extra, ...rows].join("\n"))).toEqual(
      expect.arrayContaining([
        "3 ownership ownership",
        "3 phone phone",
        "3 email email",
        "3 site site",
        "3 latitude point",
        "3 longitude point",
        "3 opened_on day",
        "3 from time",
        "3 bin bin",
        "4 languages language",
        "5 groups groups",
        "6 groups language",
        "7 groups queue-type",
        "8 name_kk empty",
      ]),
    );
  });

  test("rows that are there twice, by name and by BIN", async () => {
    const other = line.replace("№ 50 «Жаңа»", "№ 60 «Басқа»");
    expect(
      await problems(
        `${head};bin\n${other};\n${other.toUpperCase().replace("STATE;KK, RU", "state;kk")};`,
      ),
    ).toEqual(["3 name_kk duplicate-of-2"]);
    const third = line.replace("№ 50 «Жаңа»", "№ 61 «Үшінші»");
    expect(await problems(`${head};bin\n${other};000140000888\n${third};000140000888`)).toEqual([
      "3 bin duplicate-of-2",
    ]);
    // Both lines are about the one on record.
    expect(
      await problems(
        `${head}\n${line.replace("№ 50 «Жаңа»", "№ 8 «Айналайын»")}\n${line.replace("№ 50 «Жаңа»", "№ 8 «АЙНАЛАЙЫН»")}`,
      ),
    ).toEqual(["3 name_kk duplicate-of-2"]);
  });

  test.each(["=cmd|' /C calc'!A0", "@SUM(1)", "+7 is no name", "-2+3", "|x"])(
    "%s, which a spreadsheet would run one day",
    async (formula) => {
      expect(await problems(`${head}\n"${formula}";x;x;x;state;kk`)).toEqual(["2 name_kk formula"]);
    },
  );

  test("formulas and joined cells of a workbook, by the name of their column", async () => {
    const rows = textRows([head.split(";"), line.split(";")]);
    const extra = '<mergeCells><mergeCell ref="C2:D2"/></mergeCells>';
    const formula = rows.replace("<is><t>kk, ru</t></is>", "<f>1</f><is><t>kk, ru</t></is>");
    expect(await problems(workbookOf(formula, { extra }))).toEqual([
      "2 languages formula",
      "2 address_kk merged",
    ]);
  });

  test("a file that is no table, and one in another encoding", async () => {
    expect(await problems(new Uint8Array([0xd8, 0xff]))).toEqual(["1  encoding"]);
    expect(await problems("")).toEqual(["1  empty"]);
  });

  test("a district where there are none, none where there are, and one that is not the region's", async () => {
    const row = "«А»;«А»;x;x;state;kk";
    expect(await problems(`${head};district\n${row};113200000`)).toEqual(["2 district district"]);
    expect(await problems(`${head};district\n${row};`, akmola)).toEqual(["2 district district"]);
    expect(await problems(`${head};district\n${row};Бәйтерек ауданы`, akmola)).toEqual([
      "2 district district",
    ]);
  });
});

test("hundreds of kindergartens come in at once", async () => {
  const rows = Array.from(
    { length: 200 },
    (_, i) => `№ ${1000 + i} «Көп»;№ ${1000 + i} «Много»;x;x;state;kk;2023 kk 20`,
  );
  const answer = await send(`${head};groups\n${rows.join("\n")}`);
  expect(answer).toMatchObject({ ok: true, value: { added: 200, groupsAdded: 200 } });
});
