import { randomUUID } from "node:crypto";
import type { ActionName } from "#lib/access/actions.ts";
import type { Portal } from "#lib/regions/views.ts";
import { checkQueue } from "#lib/applications/check.ts";
import { lookupChild } from "#lib/applications/child.ts";
import { composeApplication, signingView } from "#lib/applications/compose.ts";
import {
  discardDraft,
  draftOf,
  myDrafts,
  saveDraft,
  startDraft,
} from "#lib/applications/drafts.ts";
import { deadlineFile } from "#lib/applications/family-deadlines.ts";
import { interestStanding } from "#lib/applications/interest-views.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { linkChild } from "#lib/applications/linking.ts";
import { registeredNumber } from "#lib/applications/registered-number.ts";
import { submitApplication } from "#lib/applications/submit.ts";
import { wizardView } from "#lib/applications/wizard.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import { issuedOfApplication, noticeView, openIssued } from "#lib/documents/issued-views.ts";
import { verifyDocument } from "#lib/documents/verify.ts";
import { linkedChildren, profileView } from "#lib/people/profile.ts";
import { whoLooked } from "#lib/people/who-looked.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { changePassword, passwordStanding } from "#lib/sign-in/change-password.ts";
import {
  confirmContact,
  contactToConfirm,
  sendContactCode,
  updateProfile,
} from "#lib/sign-in/contacts.ts";
import { forgetDevice, listDevices } from "#lib/sign-in/device-views.ts";
import { downloadMyData } from "#lib/sign-in/my-data.ts";
import { confirmPhoneChange, stopAsOwner } from "#lib/sign-in/phone-change-stop.ts";
import { liftRecovery } from "#lib/sign-in/recovery-lift.ts";
import {
  endOthers,
  listSessions,
  revokeSession,
  signOutEverywhere,
} from "#lib/sign-in/sessions.ts";
import { staffHome } from "#lib/sign-in/staff-home.ts";
import { startChallenge } from "#lib/sign-in/start-challenge.ts";
import { startMobileSubmission } from "#lib/sign-in/start-mobile.ts";
import { openReceipt } from "#lib/transparency/open-receipt.ts";
import { artyom } from "#tests/integration/applications/family.ts";
import { newBrowser, now, verifier } from "#tests/integration/sign-in/gate.ts";
import { kindergartenDoors } from "./kindergarten-doors.ts";
import { lifeDoors, lifeViewDoors } from "./life-doors.ts";
import { numberDoors } from "./number-doors.ts";
import { paperDoors } from "./paper-doors.ts";
import { officeDoors, officeViewDoor } from "./office-doors.ts";
import { inboxDoors, pushDoors } from "./inbox-doors.ts";
import { interestDoors } from "./interest-doors.ts";
import { iinOfStaff, type Visitor, type World } from "./world.ts";

type Answer = { readonly ok: boolean; readonly code?: string };

/** One command or view of the portal, and how to knock on it. */
export type Door = {
  /** The function's name, for the document. */
  readonly name: string;
  /**
   * What it is about. `thing`: something of the owner's in a region, named by both; `family`: likewise, and the child's
   * other representative is let in too; `mine`: whatever the person who asks has; `own`: the owner's, in no region;
   * `desk`: a region's; `public`: nobody's.
   */
  readonly about: "thing" | "family" | "mine" | "own" | "desk" | "public";
  /** Done by an operator at the machine for a person of staff: how that person signs in is not asked. */
  readonly byOperator?: true;
  readonly knock: (visitor: Visitor, portal: Portal, world: World) => Answer | Promise<Answer>;
};

const origin = "https://kezek.example";
const found = (value: unknown): Answer =>
  value === null ? { ok: false, code: "not-there" } : { ok: true };

const thing = (name: string, knock: Door["knock"]): Door => ({ name, about: "thing", knock });
const family = (name: string, knock: Door["knock"]): Door => ({ name, about: "family", knock });
const mine = (name: string, knock: Door["knock"]): Door => ({ name, about: "mine", knock });

const browserAt = ({ id }: Portal) => ({
  regionId: id,
  browserSecret: newBrowser(),
  deviceSecret: null,
  address: "",
  locale: "ru" as const,
});

async function draftToLose(world: World): Promise<string> {
  const values = { email: "a@example.kz" };
  const order = { regionId: world.here.id, queueType: "sanatorium", values } as const;
  const started = await startDraft(
    world.owner,
    { ...order, idempotencyKey: randomUUID() },
    new Date(),
  );
  if (!started.ok) throw new Error(started.code);
  return started.value.draftId;
}

/** Every action with the doors that ask for it. An action without a door is a promise that nothing keeps. */
export const doors: Readonly<Record<ActionName, readonly Door[]>> = {
  "portal.read": [
    {
      name: "portalBySlug",
      about: "public",
      knock: async (_, portal) => found(await portalBySlug(portal.slug)),
    },
  ],
  "sign-in.begin": [
    {
      name: "startChallenge",
      about: "public",
      knock: (_, portal) =>
        startChallenge(
          { portal, browserSecret: newBrowser(), address: "", origin, locale: "kk" },
          now,
        ),
    },
  ],
  "queue.check": [
    {
      name: "checkQueue",
      about: "public",
      knock: (_, portal) =>
        checkQueue({ regionId: portal.id, childIin: artyom, secondFact: "1199", address: "" }, now),
    },
  ],
  "verify.read": [
    {
      name: "verifyDocument",
      about: "public",
      knock: (_, portal) =>
        verifyDocument({ regionId: portal.id, token: "none", address: "" }, now),
    },
  ],
  "profile.read": [
    mine("profileView", ({ actor }) => profileView(actor)),
    mine("linkedChildren", ({ actor }) => linkedChildren(actor)),
    mine("passwordStanding", ({ actor }) => passwordStanding(actor)),
  ],
  "profile.write": [
    mine("updateProfile", ({ actor }) =>
      updateProfile(
        actor,
        { email: "a@example.kz", phone: "", secondPhone: "", locale: "kk" },
        now,
      ),
    ),
    mine("contactToConfirm", ({ actor }) => contactToConfirm(actor, "email")),
    mine("sendContactCode", ({ actor }, portal) =>
      sendContactCode(actor, browserAt(portal), "email", now),
    ),
    mine("confirmContact", ({ actor }, portal) =>
      confirmContact(actor, browserAt(portal), "000000", now),
    ),
  ],
  "password.change": [
    mine("changePassword", ({ actor }, portal) =>
      changePassword(actor, browserAt(portal), { old: "", password: "", repeat: "" }, now),
    ),
  ],
  "data.download": [
    mine("downloadMyData", ({ actor }, { id }) =>
      downloadMyData(actor, { regionId: id, locale: "kk", requestId: null }, now),
    ),
  ],
  "privacy.read": [mine("whoLooked", ({ actor }) => whoLooked(actor))],
  "phone-change.settle": [
    mine("stopAsOwner", ({ actor }) => stopAsOwner(actor, now)),
    mine("confirmPhoneChange", ({ actor }) => confirmPhoneChange(actor, now)),
  ],
  "inbox.read": inboxDoors,
  "inbox.push": pushDoors,
  "session.list": [
    mine("listSessions", ({ actor }) => listSessions(actor, now)),
    mine("listDevices", ({ actor }) => listDevices(actor, null, now)),
  ],
  "session.revoke": [
    {
      name: "revokeSession",
      about: "own",
      knock: ({ actor }, _, { owner }) => revokeSession(actor, owner.sessionId, now),
    },
    mine("signOutEverywhere", ({ actor }) => signOutEverywhere(actor, now)),
    mine("endOthers", ({ actor }) => endOthers(actor, now)),
    mine("forgetDevice", ({ actor }) => forgetDevice(actor, "none", now)),
  ],
  "child.lookup": [
    mine("lookupChild", ({ actor }, portal) =>
      lookupChild(actor, { regionId: portal.id, queueType: "general", childIin: artyom }, now),
    ),
  ],
  // A child of another family: whoever is let in is told that there is no kinship, and nobody gets anything.
  "child.link": [
    mine("linkChild", ({ actor }, { id }) =>
      linkChild(actor, { regionId: id, childIin: "230316690004", requestId: null }, now),
    ),
  ],
  "application.draft.read": [
    thing("draftOf", ({ actor }, { id }, { draftId }) => draftOf(actor, { regionId: id, draftId })),
    thing("wizardView", ({ actor }, portal, { draftId }) =>
      wizardView(actor, { portal, draftId }, now),
    ),
    thing("signingView", ({ actor }, { id }, { draftId }) =>
      signingView(actor, { regionId: id, draftId }, now),
    ),
    thing("registeredNumber", ({ actor }, { id }, { draftId }) =>
      registeredNumber(actor, { regionId: id, draftId }),
    ),
    mine("myDrafts", ({ actor }, { id }) => myDrafts(actor, id)),
  ],
  "application.draft.write": [
    mine("startDraft", ({ actor }, { id }) =>
      startDraft(
        actor,
        {
          regionId: id,
          queueType: "general",
          idempotencyKey: "00000000-0000-4000-8000-000000000001",
          values: {},
        },
        now,
      ),
    ),
    thing("saveDraft", ({ actor }, { id }, { draftId }) =>
      saveDraft(actor, { regionId: id, draftId, values: {} }, now),
    ),
    thing("discardDraft", async ({ actor }, { id }, world) => {
      const draftId = await draftToLose(world);
      const answer = await discardDraft(actor, { regionId: id, draftId }, now);
      await discardDraft(world.owner, { regionId: world.here.id, draftId }, now);
      return answer;
    }),
  ],
  "application.submit": [
    thing("composeApplication", ({ actor }, portal, { draftId }) =>
      composeApplication(actor, { portal, draftId, origin, locale: "ru" }, now),
    ),
    thing("submitApplication", ({ actor }, { id }, { requestId }) =>
      submitApplication(
        actor,
        { regionId: id, requestId, cms: "no signature", client: {}, traceId: null },
        verifier,
        now,
      ),
    ),
    thing("startMobileSubmission", ({ actor }, portal, { draftId, requestId }) =>
      startMobileSubmission(
        actor,
        { portal, draftId, requestId, browserSecret: newBrowser(), origin },
        now,
      ),
    ),
  ],
  "application.list": [
    mine("myApplications", ({ actor }, { id }) => myApplications(actor, id, now)),
  ],
  "application.read": [
    officeViewDoor,
    family("deadlineFile", ({ actor }, { id }, { application: { number } }) =>
      deadlineFile(actor, { regionId: id, number }, { locale: "kk", cabinet: origin }, now),
    ),
    family("interestStanding", ({ actor }, { id }, { application: { number } }) =>
      interestStanding(actor, { regionId: id, number }, now),
    ),
    ...lifeViewDoors,
    ...numberDoors,
    family("applicationView", ({ actor }, { id }, { application }) =>
      applicationView(actor, { regionId: id, number: application.number }, now),
    ),
    thing("openEvidence", ({ actor }, { id }, { application }) =>
      openEvidence(actor, { regionId: id, which: application.number, traceId: null }, now),
    ),
  ],
  ...lifeDoors,
  ...interestDoors,
  "document.read": [
    family("issuedOfApplication", ({ actor }, { id }, { application }) =>
      issuedOfApplication(actor, id, application.id),
    ),
    family("noticeView", ({ actor }, { id }, { documentId }) => noticeView(actor, id, documentId)),
    family("openIssued", ({ actor }, { id }, { documentId }) => openIssued(actor, id, documentId)),
    family("openReceipt", ({ actor }, { id }, { application }) =>
      openReceipt(actor, id, application.number),
    ),
  ],
  ...paperDoors,
  ...officeDoors,
  ...kindergartenDoors,
  "staff.recovery.lift": [
    {
      name: "liftRecovery",
      about: "desk",
      byOperator: true,
      knock: async ({ role }, portal, { owner }) => {
        const order = { regionId: portal.id, iin: owner.iin, by: iinOfStaff[role] };
        const done = await liftRecovery({ ...order, ground: "papers", settle: false }, now);
        if (done.ok || done.code !== "not-granted") return done;
        return { ok: false, code: "not-yours" };
      },
    },
  ],
  "staff.home": [
    { name: "staffHome", about: "desk", knock: ({ actor }, { id }) => staffHome(actor, id) },
  ],
};
