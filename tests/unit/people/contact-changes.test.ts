import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Confirmations, settle } from "#lib/people/contact-changes.ts";
import { confirmedFields, reachOfContact } from "#lib/people/contact-rules.ts";

const at = new Date("2026-11-22T05:00:00Z");
const none: Confirmations = { email: null, phone: null, secondPhone: null };
const a = "+77010000001";
const b = "+77010000002";
const c = "+77010000003";

describe("contacts as typed", () => {
  test("what nobody confirmed is replaced at once, without a confirmation", () => {
    const before = { email: "a@x.kz", phone: a, secondPhone: null };
    const typed = { email: "b@x.kz", phone: b, secondPhone: c };
    const { standing, pending } = settle(typed, before, none);
    expect(pending).toEqual({});
    expect(standing.phone).toEqual({ value: b, confirmedAt: null });
    expect(standing.secondPhone).toEqual({ value: c, confirmedAt: null });
  });

  test("a confirmed one waits for its code, and can be taken away", () => {
    const before = { email: "a@x.kz", phone: a, secondPhone: b };
    const confirmed = { email: at, phone: at, secondPhone: at };
    const typed = { email: "b@x.kz", phone: c, secondPhone: null };
    const { standing, pending } = settle(typed, before, confirmed);
    expect(pending).toEqual({ email: "b@x.kz", phone: c });
    expect(standing.email).toEqual({ value: "a@x.kz", confirmedAt: at });
    expect(standing.phone).toEqual({ value: a, confirmedAt: at });
    expect(standing.secondPhone).toEqual({ value: null, confirmedAt: null });
  });

  test("two confirmed phones change places without a code", () => {
    const before = { email: "a@x.kz", phone: a, secondPhone: b };
    const confirmed = { email: null, phone: at, secondPhone: at };
    const { standing, pending } = settle(
      { ...before, phone: b, secondPhone: a },
      before,
      confirmed,
    );
    expect(pending).toEqual({});
    expect(standing.phone).toEqual({ value: b, confirmedAt: at });
    expect(standing.secondPhone).toEqual({ value: a, confirmedAt: at });
  });

  test("nothing is confirmed that was not, nothing confirmed gives way, and no number stands twice", () => {
    const phone = fc.constantFrom(a, b, c, null);
    const people = fc
      .record({ email: fc.constantFrom("a@x.kz", "b@x.kz", null), phone, secondPhone: phone })
      .filter((each) => each.phone === null || each.phone !== each.secondPhone);
    const when = fc.constantFrom(at, null);
    const marks = fc.record({ email: when, phone: when, secondPhone: when });
    fc.assert(
      fc.property(people, people, marks, (typed, before, marked) => {
        const markOf = (field: keyof Confirmations) =>
          before[field] === null ? null : marked[field];
        const confirmed = {
          email: markOf("email"),
          phone: markOf("phone"),
          secondPhone: markOf("secondPhone"),
        };
        const proven: readonly (string | null)[] = confirmedFields
          .filter((field) => confirmed[field] !== null)
          .map((field) => before[field]);
        const { standing, pending } = settle(typed, before, confirmed);
        for (const { value, confirmedAt } of Object.values(standing)) {
          expect(confirmedAt === null || proven.includes(value)).toBe(true);
        }
        const { phone: first, secondPhone: second } = standing;
        expect(first.value === null || first.value !== second.value).toBe(true);
        const waits =
          confirmed.phone !== null && typed.phone !== null && !proven.includes(typed.phone);
        expect(!waits || (first.value === before.phone && pending.phone === typed.phone)).toBe(
          true,
        );
      }),
    );
  });
});

test("news go by the chosen channel, or by the other where that one is not known", () => {
  const both = { phone: a, email: "a@x.kz" };
  expect(reachOfContact({ ...both, channels: "all" })).toEqual(both);
  expect(reachOfContact({ ...both, channels: "sms" })).toEqual({ phone: a, email: null });
  expect(reachOfContact({ ...both, channels: "email" })).toEqual({ phone: null, email: "a@x.kz" });
  const mail = { phone: null, email: "a@x.kz" };
  expect(reachOfContact({ ...mail, channels: "sms" })).toEqual(mail);
});
