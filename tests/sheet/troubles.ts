import type { Page } from "playwright-core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { vi } from "vitest";
import { sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { changeEntries, type EntryEvent } from "#lib/queue/commands.ts";
import { olga } from "#tests/e2e/support/families.ts";
import { inPortal } from "#tests/support/portal.ts";
import config from "../../next.config.ts";

// What is seldom seen: a table that is gone, a page that cannot even be framed, the longest names, the fullest cabinet.

async function inDatabase(...statements: readonly ReturnType<typeof sql>[]): Promise<void> {
  await inPortal(async () => {
    for (const statement of statements) await db().execute(statement);
  });
}

/** Does something while the portal cannot find the people's contacts: every page that needs them fails. */
export async function whileBroken(deed: () => Promise<void>): Promise<void> {
  await inDatabase(sql`alter table person rename to person_away`);
  try {
    await deed();
  } finally {
    await inDatabase(sql`alter table person_away rename to person`);
  }
}

/**
 * The page for when even the root layout fails, which nothing we know of makes fail: drawn here, and put where another
 * page's styles are.
 */
export async function openLastResort(page: Page): Promise<void> {
  vi.stubEnv("NEXT_PUBLIC_TROUBLE", config.env?.["NEXT_PUBLIC_TROUBLE"]);
  const { default: GlobalError } = await import("#app/global-error.tsx");
  vi.unstubAllEnvs();
  const drawn = renderToStaticMarkup(createElement(GlobalError));
  if (!drawn.includes("<h1")) throw new Error("the last resort has no words");
  await page.goto("/offline");
  await page.evaluate((html) => {
    document.body.innerHTML = new DOMParser().parseFromString(html, "text/html").body.innerHTML;
  }, drawn);
}

/**
 * Does something while the mother has the longest names of the register and, in Akmola, eight applications more: six
 * that wait, one each on hold and removed.
 */
export async function whileCrowded(deed: () => Promise<void>): Promise<void> {
  const mother = sql`(select id from person where iin = ${olga.iin})`;
  await inDatabase(
    sql`create table sheet_lent as
      select a.region_id, a.id, a.applicant_id, a.status, row_number() over (order by a.id) as n
      from application a join region r on r.id = a.region_id
      where r.slug = 'akmola' and a.status = 'REGISTERED' and a.draft_id is null order by a.id limit 8`,
    sql`update application a set applicant_id = ${mother},
      status = case l.n when 3 then 'ON_HOLD' when 5 then 'REMOVED' else a.status end
      from sheet_lent l where l.region_id = a.region_id and l.id = a.id`,
    sql`update person p set given_name = 'ӘЛИХАНДРА-АННА-МАРИЯ', patronymic = 'МҰХАММЕДҒАЛИЕВҚЫЗЫ',
      surname = 'ҚОЖАХМЕТОВА-НҰРМҰХАМБЕТБАЕВА-ЕРҒАЛИҚЫЗЫ' from sheet_lent l
      join application a on a.region_id = l.region_id and a.id = l.id where p.id = a.child_id and l.n < 3`,
    sql`create table sheet_names as select id, surname, given_name, patronymic from person where iin = ${olga.iin}`,
    sql`update person set surname = 'ҚОЖАХМЕТОВА-НҰРМҰХАМБЕТБАЕВА-ЕРҒАЛИҚЫЗЫ',
      given_name = 'ӘЛИХАНДРА-АННА-МАРИЯ', patronymic = 'МҰХАММЕДҒАЛИЕВҚЫЗЫ' where iin = ${olga.iin}`,
  );
  await happens({ 3: "held", 5: "removed" });
  try {
    await deed();
  } finally {
    await happens({ 3: "released", 5: "restored" });
    await inDatabase(
      sql`update application a set applicant_id = l.applicant_id, status = l.status
        from sheet_lent l where l.region_id = a.region_id and l.id = a.id`,
      sql`update person p set surname = n.surname, given_name = n.given_name, patronymic = n.patronymic
        from sheet_names n where n.id = p.id`,
      sql`drop table sheet_lent, sheet_names`,
    );
  }
}

/** What happens to those of the lent applications, by their number in the list. */
async function happens(kinds: Readonly<Record<number, EntryEvent["kind"]>>): Promise<void> {
  await inPortal(async () => {
    const at = await currentInstant();
    await transaction(async (tx) => {
      const lent = await tx.execute<{ n: number; regionId: number; applicationId: string }>(
        sql`select n::int, region_id as "regionId", id as "applicationId" from sheet_lent`,
      );
      await changeEntries(
        tx,
        lent.flatMap(({ n, ...entry }) => {
          const kind = kinds[n];
          const deed = { ...entry, at, actorRole: "officer", legalGround: "stop-list" } as const;
          return kind === undefined ? [] : [{ ...deed, kind }];
        }),
      );
    });
  });
}
