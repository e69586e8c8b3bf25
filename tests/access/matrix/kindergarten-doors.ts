import { randomUUID } from "node:crypto";
import {
  addGroup,
  addKindergarten,
  changeGroup,
  changeKindergarten,
  closeKindergarten,
} from "#lib/kindergartens/commands.ts";
import type { Portal } from "#lib/regions/views.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";

// Each knocks so that whoever is let in changes nothing: facts that are none, a kindergarten that is not there.

const desk = (name: string, knock: Door["knock"]): Door => ({ name, about: "desk", knock });

const order = ({ id }: Portal) => ({
  regionId: id,
  key: randomUUID(),
  requestId: null,
  slug: "nowhere",
  version: 1,
  facts: {},
});

export const kindergartenDoors = {
  "staff.kindergarten.write": [
    desk("addKindergarten", ({ actor }, portal) => addKindergarten(actor, order(portal), now)),
    desk("changeKindergarten", ({ actor }, portal) =>
      changeKindergarten(actor, order(portal), now),
    ),
    desk("closeKindergarten", ({ actor }, portal) =>
      closeKindergarten(actor, { ...order(portal), on: "2026-12-01" }, now),
    ),
    desk("addGroup", ({ actor }, portal) => addGroup(actor, order(portal), now)),
    desk("changeGroup", ({ actor }, portal) =>
      changeGroup(actor, { ...order(portal), groupId: randomUUID() }, now),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Door[]>>;
