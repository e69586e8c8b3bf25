import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import {
  confirmByLink,
  confirmInterest,
  interestByToken,
} from "#lib/applications/confirm-interest.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";

// Whether the place is still needed: the yearly question, in the cabinet, by a link and by SMS.

const family = (name: string, knock: Door["knock"]): Door => ({ name, about: "family", knock });

export const interestDoors = {
  "interest.confirm": [
    family("confirmInterest", ({ actor }, { id }, { application: { number } }) =>
      confirmInterest(actor, { regionId: id, number, dueAt: now, requestId: null }, now),
    ),
  ],
  "interest.restore": [
    family("restoreInterest", ({ actor }, { id }, { application: { number } }) =>
      restoreInterest(actor, { regionId: id, number, requestId: null }, now),
    ),
  ],
  "interest.answer": [
    {
      name: "confirmByLink",
      about: "public",
      knock: (_, { id }) =>
        confirmByLink({ regionId: id, token: "00000000000", locale: "kk", requestId: null }, now),
    },
    {
      name: "interestByToken",
      about: "public",
      knock: async () => {
        const asked = await interestByToken("00000000000", now);
        return asked === null ? { ok: false, code: "not-there" } : { ok: true };
      },
    },
    {
      name: "takeSmsAnswer",
      about: "public",
      knock: async () => ({
        ok: false,
        code: await takeSmsAnswer({ from: "+77770001199", text: "1" }, now),
      }),
    },
  ],
} as const satisfies Readonly<Record<string, readonly Door[]>>;
