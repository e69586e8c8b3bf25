import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { District } from "#lib/regions/views.ts";
import {
  dayIn,
  districtIn,
  groupsIn,
  type ImportColumn,
  type ImportedGroup,
  listIn,
  numberIn,
  timeIn,
} from "./import-cells.ts";
import { kindergartenFacts, type KindergartenFacts } from "./input.ts";
import type { KindergartenRow } from "./write.ts";

type CellOf = (column: ImportColumn) => string | null;
type FactsProblem = { readonly column: string; readonly code: string };

/** In which column a field's problem is. */
const columnOfField: Readonly<Record<string, ImportColumn>> = {
  "names.kk": "name_kk",
  "names.ru": "name_ru",
  "address.kk": "address_kk",
  "address.ru": "address_ru",
  "point.latitude": "latitude",
  "point.longitude": "longitude",
  bin: "bin",
  districtKato: "district",
  phone: "phone",
  email: "email",
  site: "site",
  ownership: "ownership",
  languages: "languages",
  queueTypes: "queue_types",
  hours: "to",
  "hours.days": "days",
  "hours.from": "from",
  "hours.to": "to",
  openedOn: "opened_on",
};

/**
 * The facts of a line of an import. What the file has no column for stays as it is on record, and is nothing for a new
 * kindergarten; an empty cell empties.
 */
export function factsFrom(
  cellOf: CellOf,
  row: KindergartenRow | null,
  districts: readonly District[],
): Result<
  { readonly facts: KindergartenFacts; readonly groups: readonly ImportedGroup[] },
  "facts",
  readonly FactsProblem[]
> {
  const optional = (column: ImportColumn, kept: string | null | undefined) => {
    const cell = cellOf(column);
    return cell === null ? (kept ?? null) : cell === "" ? null : cell;
  };
  const groups = groupsIn(cellOf("groups") ?? "");
  if (!groups.ok) return fail("facts", [{ column: "groups", code: groups.code }]);
  const district = cellOf("district");
  const districtKato = district ? districtIn(district, districts) : null;
  if (district && districtKato === null) {
    return fail("facts", [{ column: "district", code: "district" }]);
  }
  const openedOn = optional("opened_on", row?.openedOn);
  const queueTypes = cellOf("queue_types");
  const parsed = kindergartenFacts.safeParse({
    names: { kk: cellOf("name_kk"), ru: cellOf("name_ru") },
    bin: optional("bin", row?.bin),
    districtKato: district === null ? (row?.districtKato ?? null) : districtKato,
    address: { kk: cellOf("address_kk"), ru: cellOf("address_ru") },
    point: pointFrom(cellOf, row),
    phone: optional("phone", row?.phone),
    email: optional("email", row?.email),
    site: optional("site", row?.site),
    ownership: cellOf("ownership")?.toLowerCase(),
    languages: listIn(cellOf("languages") ?? ""),
    queueTypes:
      queueTypes === null ? (row?.queueTypes ?? ["general"]) : listIn(queueTypes || "general"),
    hours: hoursFrom(cellOf, row),
    openedOn: openedOn === null ? null : dayIn(openedOn),
  });
  if (parsed.success) return ok({ facts: parsed.data, groups: groups.value });
  return fail(
    "facts",
    parsed.error.issues.map(({ path, message }) => ({ column: columnOf(path), code: message })),
  );
}

function columnOf(path: readonly PropertyKey[]): string {
  const field = path.filter((each) => typeof each === "string").join(".");
  return columnOfField[field] ?? field;
}

function pointFrom(cellOf: CellOf, row: KindergartenRow | null) {
  const latitude = cellOf("latitude");
  const longitude = cellOf("longitude");
  if (latitude === null && longitude === null) {
    if (row?.latitude == null || row.longitude === null) return null;
    return { latitude: row.latitude, longitude: row.longitude };
  }
  if (!latitude && !longitude) return null;
  return { latitude: numberIn(latitude ?? ""), longitude: numberIn(longitude ?? "") };
}

function hoursFrom(cellOf: CellOf, row: KindergartenRow | null) {
  const [days, from, to] = [cellOf("days"), cellOf("from"), cellOf("to")];
  if (days === null && from === null && to === null) return row?.hours ?? null;
  if (!days && !from && !to) return null;
  return { days: days?.toLowerCase() || "mon-fri", from: timeIn(from ?? ""), to: timeIn(to ?? "") };
}
