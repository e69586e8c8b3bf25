const wayIn = "A way in: it proves who somebody is, so nobody is anybody yet.";
const demo = "404 outside the demo and tests.";
const phone = "Opened by the QR code's own secret; the signature decides what comes of it.";
const page = "/[locale]/[region]";

/**
 * Folders of routes that are for everybody, where a new one needs no reason of its own: it must not reach any table of
 * people (`unguarded.test.ts`).
 */
export const openFolders: Readonly<Record<string, string>> = {
  "app/api/v1/": "Open data: no key, no person.",
};

/**
 * Files of `app` whose actions and routes ask the guard nothing, each with the reason. A new one without a reason fails,
 * and so does a reason that is needed no more.
 */
export const publicDoors: Readonly<Record<string, string>> = {
  "app/route.ts": "Leads to a language.",
  "app/s/[code]/route.ts": "Leads to a page by the short code of a message; the page asks.",
  "app/m/[token]/route.ts": "Leads to a page by the secret of a message; the page asks.",
  "app/look.css/route.ts": "Keeps how the pages look, in a cookie of the browser's own.",
  [`app${page}/district/route.ts`]: "Keeps the chosen district in a cookie of the browser's own.",
  [`app${page}/queue/actions.ts`]: "queue.check is for anyone: the second fact is the key.",
  [`app${page}/transparency/actions.ts`]:
    "Judges a receipt that is shown, and keeps nothing of it.",

  "app/demo/actions.ts": demo,
  "app/demo/phone/actions.ts": demo,
  "app/api/demo/clock/route.ts": demo,
  "app/api/demo/emulator/route.ts": demo,
  "app/api/demo/outbox/route.ts": demo,
  "app/api/demo/registries/route.ts": demo,
  "app/api/demo/responder/route.ts": demo,

  "app/api/health/live/route.ts": "Says that the process lives, and nothing else.",
  "app/api/health/ready/route.ts": "Says which parts work, without names or numbers.",
  "app/api/metrics/route.ts": "By its own token, or from the machine itself.",
  "app/api/messages/receipts/route.ts": "By the SMS gateway's own secret.",
  "app/api/documents/receipts/[region]/paper/[token]/route.ts":
    "By the token printed on the paper, as its public page.",
  "app/api/eds/failures/[locale]/route.ts": "The same sentences for everybody.",
  "app/api/mgov/[id]/route.ts": phone,
  "app/api/mgov/[id]/document/route.ts": phone,

  [`app${page}/sign-in/_steps/begin-by-iin.ts`]: wayIn,
  [`app${page}/sign-in/code/actions.ts`]: wayIn,
  [`app${page}/sign-in/eds/actions.ts`]: wayIn,
  [`app${page}/sign-in/egov-mobile/actions.ts`]: wayIn,
  [`app${page}/sign-in/egov-mobile/start/route.ts`]: wayIn,
  [`app${page}/sign-in/one-time-code/actions.ts`]: wayIn,
  [`app${page}/sign-in/password/actions.ts`]: wayIn,
  [`app${page}/sign-in/recover/actions.ts`]: wayIn,
  [`app${page}/sign-in/recover/confirm/actions.ts`]: wayIn,
  [`app${page}/sign-in/recover/phone/actions.ts`]: wayIn,
  [`app${page}/sign-in/staff/actions.ts`]: wayIn,
  [`app${page}/sign-in/staff/invitation/[token]/actions.ts`]:
    "A password by the secret of an invitation, once; it opens no session.",
  [`app${page}/sign-in/recover/stop/[token]/actions.ts`]:
    "«This is not me» by the secret of a message: it only takes away what a stranger won.",
};
