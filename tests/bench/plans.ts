import { sql } from "drizzle-orm";
import { connect } from "#db/client.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { placeAt } from "#lib/queue/past.ts";
import { placeOf } from "#lib/queue/views.ts";
import { type DataSet, usePortalOf } from "./full.ts";
import { withPeople } from "./million-people.ts";
import { mostOf, pages } from "./plan-facts.ts";
import { plansOfPages } from "./plans-of-pages.ts";
import { type Entry, sample } from "./queue.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

const ratio = 3;
const month = 30 * 86_400_000;

/** What the questions of a parent's pages touch, in the full demo and among a million. */
export async function plans(stage: Stage): Promise<Row[]> {
  const full = await stage.full();
  const rows = [...(await places(full)), ...(await plansOfPages(full))];
  const million = await stage.million();
  await withPeople(million, new Date());
  return [
    ...rows,
    ...(await places(million)),
    await byDefinition(million),
    ...(await plansOfPages(million)),
  ];
}

async function places(set: DataSet): Promise<Row[]> {
  await usePortalOf(set.url);
  const open = connect(set.url, 2);
  try {
    await open.db.execute(sql`vacuum queue_entry, queue_count`);
    const entries = await sample(open.db, 200);
    const of = (ask: (entry: Entry) => Promise<unknown>) => mostOf(open.db, entries, ask);
    const waits: number[] = [];
    for (const entry of entries.slice(0, 20)) {
      const from = performance.now();
      await placeAt(entry, ratio, new Date(Date.now() - month));
      waits.push(performance.now() - from);
    }
    return [
      limited({ ...pages, name: `plans a place, the most of 200, ${set.name}` }, [
        (await of((entry) => placeOf(open.db, entry, ratio))).pages,
      ]),
      limited(
        { name: `plans the place of a month ago, ${set.name}`, unit: "ms", limit: null },
        waits,
      ),
    ];
  } finally {
    await open.close();
  }
}

/** Only a queue that is long enough shows what counting it costs. */
async function byDefinition(set: DataSet): Promise<Row> {
  const open = connect(set.url, 2);
  try {
    const entries = await sample(open.db, 200);
    const { pages: most } = await mostOf(open.db, entries, (entry) =>
      definedPlaceOf(open.db, entry, ratio),
    );
    const name = `plans a place by its definition, ${set.name}`;
    return limited({ ...pages, name, control: true }, [most]);
  } finally {
    await open.close();
  }
}
