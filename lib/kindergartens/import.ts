import { transaction } from "#db/client.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { readTable } from "#lib/platform/read-table.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { districtsOf, policyFor } from "#lib/regions/views.ts";
import { type ImportProblem, planImport, type PlannedKindergarten } from "./import-plan.ts";
import { lockRegister, readRegister } from "./register-lock.ts";
import { slugOf } from "./slug.ts";
import {
  type By,
  insertGroup,
  insertKindergarten,
  updateGroup,
  updateKindergarten,
} from "./write.ts";

export type Imported = {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly groupsAdded: number;
  readonly groupsChanged: number;
};

/**
 * Brings a file of kindergartens into a region's register: every line, or none and every reason. The same file again
 * changes nothing. Done at the machine, by whoever may run it there; the audit keeps the file's hash.
 * @param dryRun only says what would be done
 */
export async function importKindergartens(
  order: { readonly regionId: number; readonly bytes: Uint8Array; readonly dryRun: boolean },
  now: Date,
): Promise<Result<Imported, "file" | "rows", readonly ImportProblem[]>> {
  const { regionId, bytes, dryRun } = order;
  const table = readTable(bytes);
  if (!table.ok) {
    return fail("file", [{ line: table.detail.line, column: "", code: table.code }]);
  }
  return await transaction(async (tx) => {
    await lockRegister(tx, regionId);
    const register = await readRegister(tx, regionId);
    const { parameters } = await policyFor({ regionId, queueType: "general", at: now }, tx);
    const planned = planImport(table.value, {
      ...register,
      districts: await districtsOf(regionId, tx),
      today: localDateOf(now),
      ageLimitYears: parameters.ageLimitYears,
    });
    if (!planned.ok) return planned;
    const by: By = { actorRole: "import", personId: null, key: null, now };
    const taken = new Set(register.kindergartens.map(({ slug }) => slug));
    const counts = { added: 0, changed: 0, same: 0, groupsAdded: 0, groupsChanged: 0 };
    for (const each of planned.value) {
      const change = await write(each);
      counts[change.what] += 1;
      counts.groupsAdded += change.groupsAdded;
      counts.groupsChanged += change.groupsChanged;
    }
    if (dryRun) throw new Rehearsed(counts);
    await recordAudit(tx, {
      actor: anonymous(defaultLocale),
      action: "import.kindergartens",
      role: "operator",
      regionId,
      subject: { kind: "region", id: String(regionId) },
      detail: { ...counts, sha256: sha256Hex(bytes) },
      at: now,
    });
    return ok(counts);

    async function write({ row, facts, groups }: PlannedKindergarten) {
      const own =
        row ??
        (await insertKindergarten(tx, { regionId, slug: freeSlug(facts.names.kk) }, facts, by));
      const changed = row !== null && (await updateKindergarten(tx, row, { facts }, by)) !== null;
      let [groupsAdded, groupsChanged] = [0, 0];
      for (const group of groups) {
        if (group.row === null) {
          await insertGroup(tx, own, group.facts, by);
          groupsAdded += 1;
        } else if (await updateGroup(tx, own, group.row, group.facts, by)) groupsChanged += 1;
      }
      const what: "added" | "changed" | "same" =
        row === null ? "added" : changed ? "changed" : "same";
      return { what, groupsAdded, groupsChanged };
    }

    function freeSlug(name: string): string {
      const slug = slugOf(name, (wanted) => taken.has(wanted));
      taken.add(slug);
      return slug;
    }
  }).catch((error: unknown) => {
    if (error instanceof Rehearsed) return ok(error.counts);
    throw error;
  });
}

/** Takes back what a rehearsal has written. */
class Rehearsed extends Error {
  readonly counts: Imported;

  constructor(counts: Imported) {
    super("rehearsed");
    this.counts = counts;
  }
}
