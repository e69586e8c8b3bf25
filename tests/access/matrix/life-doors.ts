import { previewClaim, previewGivingUp, previewMove } from "#lib/applications/effects.ts";
import { moveToDistrict } from "#lib/applications/move.ts";
import { collectPapers, handInPapers } from "#lib/applications/hand-in.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import { joinTwins, partTwins } from "#lib/applications/twins-deeds.ts";
import { twinsOf } from "#lib/applications/twins-view.ts";
import { wishesView } from "#lib/applications/wish-views.ts";
import { changeWishes } from "#lib/applications/wishes.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Portal } from "#lib/regions/views.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";
import type { World } from "./world.ts";

// What a family changes about an application that is registered.

const family = (name: string, knock: Door["knock"]): Door => ({ name, about: "family", knock });

const of = ({ id }: Portal, { application }: World) => ({
  regionId: id,
  number: application.number,
  requestId: null,
  category: "orphan",
  districtKato: "116000000",
});

export const lifeViewDoors: readonly Door[] = [
  family("previewClaim", ({ actor }, portal, world) => previewClaim(actor, of(portal, world), now)),
  family("previewGivingUp", ({ actor }, portal, world) =>
    previewGivingUp(actor, of(portal, world), now),
  ),
  family("previewMove", ({ actor }, portal, world) => previewMove(actor, of(portal, world), now)),
  family("wishesView", ({ actor }, portal, world) => wishesView(actor, of(portal, world), now)),
  family("twinsOf", ({ actor }, portal, world) => twinsOf(actor, of(portal, world))),
];

export const lifeDoors = {
  // A second time it is done already: whoever is let in is answered so, whatever the first one did.
  "application.withdraw": [
    family("withdrawApplication", ({ actor }, portal, world) =>
      withdrawApplication(actor, of(portal, world), now),
    ),
  ],
  "application.privilege.claim": [
    family("collectPapers", ({ actor }, portal, world) =>
      collectPapers(actor, { ...of(portal, world), purpose: "claim" }, now),
    ),
    family("claimPrivilege", ({ actor }, portal, world) =>
      claimPrivilege(actor, { ...of(portal, world), collection: null }, now),
    ),
  ],
  "application.privilege.give-up": [
    family("giveUpPrivilege", ({ actor }, portal, world) =>
      giveUpPrivilege(actor, of(portal, world), now),
    ),
  ],
  "application.papers": [
    family("collectPapers", ({ actor }, portal, world) =>
      collectPapers(actor, { ...of(portal, world), purpose: "papers" }, now),
    ),
    family("handInPapers", ({ actor }, portal, world) =>
      handInPapers(actor, { ...of(portal, world), collection: "none" }, now),
    ),
  ],
  "application.move": [
    family("moveToDistrict", ({ actor }, portal, world) =>
      moveToDistrict(actor, of(portal, world), now),
    ),
  ],
  "application.twins": [
    family("joinTwins", ({ actor }, portal, world) => joinTwins(actor, of(portal, world), now)),
    family("partTwins", ({ actor }, portal, world) => partTwins(actor, of(portal, world), now)),
  ],
  "application.wishes": [
    family("changeWishes", ({ actor }, { id: regionId }, { application: { number } }) =>
      changeWishes(
        actor,
        {
          regionId,
          number,
          requestId: null,
          slugs: [],
          version: 0,
          idempotencyKey: "00000000-0000-4000-8000-000000000018",
        },
        now,
      ),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Door[]>>;
