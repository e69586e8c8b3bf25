import { clientCore, everyCore, pin } from "./child.ts";
import { throughput } from "./http.ts";
import { compared, interleaved, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";
import { sessionIdOf } from "./session-id.ts";

/**
 * Pages per second of one core: a parent's page against a trivial one of the empty app that asks the same database for
 * the same session behind the same proxy.
 */
export async function pages(stage: Stage): Promise<Row[]> {
  try {
    return await measured(stage);
  } finally {
    // What other targets start inherits where we may run.
    pin(process.pid, everyCore);
  }
}

async function measured(stage: Stage): Promise<Row[]> {
  const [portal, family, empty] = [await stage.portal(), await stage.family(), await stage.empty()];
  pin(process.pid, clientCore);
  const sid = await sessionIdOf(portal.databaseUrl);
  const load =
    (url: string, cookie?: string, seconds = stage.seconds) =>
    () =>
      throughput({ url, seconds, ...(cookie === undefined ? {} : { cookie }) });

  const trivial = load(`${empty.url}/session`, `sid=${sid}`);
  const cabinet = load(`${portal.url}/kk/akmola/cabinet`, family.cookie);
  const journal = load(`${portal.url}/kk/akmola/cabinet/applications`, family.cookie);
  const queue = load(`${portal.url}/kk/akmola/queue`);
  const bulletin = load(`${portal.url}/kk/akmola/referrals`);
  const table = load(`${empty.url}/table`, `sid=${sid}`);
  for (const each of [trivial, cabinet, journal, queue, bulletin, table]) await each();

  const against = (page: () => Promise<number>) => interleaved(stage.pairs, page, trivial);
  const own = { unit: "pages/s", limit: { atLeast: 0.8 } };
  const fixedHour = { unit: "pages/s", limit: { atLeast: 5 } };
  return [
    compared({ ...own, name: "pages cabinet" }, await against(cabinet)),
    compared({ ...own, name: "pages journal" }, await against(journal)),
    compared({ ...own, name: "pages queue-check" }, await against(queue)),
    compared({ ...fixedHour, name: "pages referrals, the fixed hour" }, await against(bulletin)),
    compared({ ...own, name: "pages control: a long table", control: true }, await against(table)),
  ];
}
