import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { writeAppeal } from "#lib/applications/appeal.ts";
import { sendCorrection } from "#lib/applications/correct.ts";
import { holdApplication, releaseApplication } from "#lib/applications/hold.ts";
import { keepFormerInstant, moveByOffice } from "#lib/applications/office-move.ts";
import { officeView } from "#lib/applications/office-views.ts";
import { refuseApplication, removeApplication } from "#lib/applications/remove.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import type { Portal } from "#lib/regions/views.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";
import type { World } from "./world.ts";

// Each knocks so that whoever is let in changes nothing: a ground that does not exist, a decision that was not made.

const family = (name: string, knock: Door["knock"]): Door => ({ name, about: "family", knock });
const desk = (name: string, knock: Door["knock"]): Door => ({ name, about: "desk", knock });

const of = ({ id }: Portal, { application }: World) => ({
  regionId: id,
  number: application.number,
  requestId: null,
});
const words = { note: "", words: "-", bringsPapers: false };

export const officeDoors = {
  "application.correct": [
    family("sendCorrection", ({ actor }, portal, world) =>
      sendCorrection(actor, { ...of(portal, world), ...words }, now),
    ),
  ],
  "appeal.write": [
    family("writeAppeal", ({ actor }, portal, world) =>
      writeAppeal(actor, { ...of(portal, world), ...words, eventSeq: 0 }, now),
    ),
  ],
  "staff.application.return": [
    desk("returnForCorrection", ({ actor }, portal, world) =>
      returnForCorrection(actor, { ...of(portal, world), ...words, reasons: [] }, now),
    ),
  ],
  "staff.application.hold": [
    desk("holdApplication", ({ actor }, portal, world) =>
      holdApplication(actor, { ...of(portal, world), ...words, ground: "-", until: null }, now),
    ),
    desk("releaseApplication", ({ actor }, portal, world) =>
      releaseApplication(actor, of(portal, world), now),
    ),
  ],
  "staff.application.end": [
    desk("refuseApplication", ({ actor }, portal, world) =>
      refuseApplication(actor, { ...of(portal, world), ...words, ground: "-" }, now),
    ),
    desk("removeApplication", ({ actor }, portal, world) =>
      removeApplication(actor, { ...of(portal, world), ...words, ground: "-" }, now),
    ),
  ],
  "staff.application.restore": [
    desk("restoreApplication", ({ actor }, portal, world) =>
      restoreApplication(actor, of(portal, world), now),
    ),
  ],
  "staff.application.move": [
    desk("moveByOffice", ({ actor }, portal, world) =>
      moveByOffice(actor, { ...of(portal, world), districtKato: "-" }, now),
    ),
    desk("keepFormerInstant", ({ actor }, portal, world) =>
      keepFormerInstant(actor, { ...of(portal, world), ...words, registeredAt: now }, now),
    ),
  ],
  "staff.appeal.answer": [
    desk("answerAppeal", ({ actor }, portal, world) =>
      answerAppeal(
        actor,
        { ...of(portal, world), eventSeq: 0, outcome: "refused", reasons: "-" },
        now,
      ),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Door[]>>;

/** What the office's decisions are shown by, beside the application itself. */
export const officeViewDoor = family("officeView", ({ actor }, portal, world) =>
  officeView(actor, of(portal, world), now),
);
