import { sinceLastVisit, whyView } from "#lib/applications/why.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";

// How a number changed: read by whoever reads the application.
export const numberDoors: readonly Door[] = [
  {
    name: "whyView",
    about: "family",
    knock: ({ actor }, { id }, { application: { number } }) =>
      whyView(
        actor,
        { regionId: id, number },
        { question: { since: "month" }, remember: true },
        now,
      ),
  },
  {
    name: "sinceLastVisit",
    about: "family",
    knock: ({ actor }, { id }, { application: { number } }) =>
      sinceLastVisit(actor, { regionId: id, number }, { place: null, remember: true }, now),
  },
];
