import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarFile, type CalendarEvent, eventUid } from "#lib/calendar/ics.ts";
import { type Component, instantOf, parseIcs, textOf } from "./ics-parser.ts";

const uid = eventUid("interest", "0d1d9a3e-5b8f-4f5e-9a52-7d6f1c7a2b10", "kezek.kz");
const event: CalendarEvent = {
  uid,
  sequence: 0,
  stamp: new Date("2026-11-22T07:00:00Z"),
  start: new Date("2026-11-27T18:59:59.999Z"),
  end: null,
  summary: "Мүдделілікті растау",
  description: "27.11.2026, 23:59; өтініш № 1024\nКезек",
  url: "https://kezek.kz/kk/oral/cabinet",
  cancelled: false,
  alarms: [{ minutesBefore: 1440, text: "Ертең соңғы күн" }],
};

const named = (component: Component, name: string) =>
  component.properties.find((each) => each.name === name);
const raw = (component: Component, name: string) => named(component, name)?.value ?? "";
const only = (component: Component) => {
  expect(component.components).toHaveLength(1);
  const [child] = component.components;
  if (!child) throw new Error("no component");
  return child;
};
const eventIn = (one: Partial<CalendarEvent>) =>
  only(parseIcs(calendarFile({ language: "kk", events: [{ ...event, ...one }] })));

describe("a calendar file", () => {
  test("to the octet", () => {
    expect(calendarFile({ language: "kk", events: [event] }).split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Kezek//Kezek//KK",
      "CALSCALE:GREGORIAN",
      "BEGIN:VEVENT",
      "UID:interest-0d1d9a3e-5b8f-4f5e-9a52-7d6f1c7a2b10@kezek.kz",
      "DTSTAMP:20261122T070000Z",
      "SEQUENCE:0",
      "DTSTART:20261127T185959Z",
      "SUMMARY;LANGUAGE=kk:Мүдделілікті растау",
      String.raw`DESCRIPTION;LANGUAGE=kk:27.11.2026\, 23:59\; өтініш № 1024\nКез`,
      " ек",
      "URL:https://kezek.kz/kk/oral/cabinet",
      "STATUS:CONFIRMED",
      "TRANSP:TRANSPARENT",
      "CLASS:PRIVATE",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "TRIGGER:-PT1440M",
      "DESCRIPTION;LANGUAGE=kk:Ертең соңғы күн",
      "END:VALARM",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  test("strikes out what holds no more, and rings no more", () => {
    const struck = eventIn({ cancelled: true, sequence: 2 });
    expect(raw(struck, "UID")).toBe(uid);
    expect(raw(struck, "STATUS")).toBe("CANCELLED");
    expect(raw(struck, "SEQUENCE")).toBe("2");
    expect(struck.components).toEqual([]);
  });

  test("has an end where there is one, and leaves out what is not there", () => {
    const end = new Date("2026-11-27T19:30:00Z");
    expect(instantOf(raw(eventIn({ end }), "DTEND"))).toEqual(end);
    const bare = eventIn({ description: "", url: null, alarms: [] });
    expect(["DTEND", "DESCRIPTION", "URL"].map((name) => named(bare, name))).toEqual(
      Array.from({ length: 3 }),
    );
  });

  test("carries any text there and back", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 100 });
    const wild = fc.string({ unit: "binary", maxLength: 100 });
    const nasty = fc
      .array(
        fc.constantFrom(
          "\\",
          ";",
          ",",
          ":",
          "\n",
          "\r\n",
          "ә",
          "👨‍👩‍👧",
          "\uD800",
          "\u0000",
          "\\n",
          "END",
        ),
      )
      .map((parts) => parts.join(""));
    const plain = (one: string) =>
      one
        .toWellFormed()
        .replaceAll(/\r\n?/g, "\n")
        .replaceAll(/(?![\t\n])\p{Cc}/gu, "");
    fc.assert(
      fc.property(fc.oneof(text, wild, nasty), (one) => {
        // The parser takes a torn character for a fault, so what stood for a broken one is left aside.
        const said = one.toWellFormed().replaceAll("\uFFFD", "?");
        const read = eventIn({
          summary: said,
          description: `.${said}`,
          alarms: [{ minutesBefore: 5, text: said }],
        });
        expect(textOf(raw(read, "SUMMARY"))).toBe(plain(said));
        expect(textOf(raw(read, "DESCRIPTION"))).toBe(`.${plain(said)}`);
        expect(textOf(raw(only(read), "DESCRIPTION"))).toBe(plain(said));
      }),
    );
  });

  test("folds as late as it may", () => {
    for (const letter of ["б", "b"]) {
      const text = calendarFile({
        language: "ru",
        events: [{ ...event, description: letter.repeat(400) }],
      });
      expect(raw(only(parseIcs(text)), "DESCRIPTION")).toBe(letter.repeat(400));
      const lines = text.split("\r\n").filter((line) => line.startsWith(" "));
      expect(lines.length).toBeGreaterThan(4);
      for (const line of lines.slice(0, -1)) expect(Buffer.byteLength(line)).toBe(75);
    }
  });

  test("of instants keeps the second", () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("2020-01-01T00:00:00Z"),
          max: new Date("2100-01-01T00:00:00Z"),
          noInvalidDate: true,
        }),
        (start) => {
          const second = Math.floor(start.getTime() / 1000) * 1000;
          expect(instantOf(raw(eventIn({ start }), "DTSTART")).getTime()).toBe(second);
        },
      ),
    );
  });

  test("holds as many events as it is given, none too", () => {
    const other = { ...event, uid: eventUid("referral", "7", "kezek.kz") };
    const both = parseIcs(calendarFile({ language: "en", events: [event, other] }));
    expect(both.components.map((each) => raw(each, "UID"))).toEqual([uid, "referral-7@kezek.kz"]);
    expect(parseIcs(calendarFile({ language: "en", events: [] })).components).toEqual([]);
  });

  test("is not made of nonsense", () => {
    const broken: Partial<CalendarEvent>[] = [
      { start: new Date(Number.NaN) },
      { start: new Date("+012026-01-01T00:00:00Z") },
      { end: event.start },
      { sequence: -1 },
      { sequence: 0.5 },
      { alarms: [{ minutesBefore: -5, text: "" }] },
    ];
    for (const one of broken) expect(() => eventIn(one)).toThrow(RangeError);
    for (const url of ["/kk/oral", "javascript:alert(1)"])
      expect(() => eventIn({ url })).toThrow(TypeError);
    const torn = calendarFile({ language: "kk", events: [{ ...event, summary: "а\uD800б" }] });
    expect(torn).toContain("SUMMARY;LANGUAGE=kk:а\uFFFDб\r\n");
    expect(raw(eventIn({ url: "https://kezek.kz/a\r\nBEGIN:VALARM" }), "URL")).toBe(
      "https://kezek.kz/aBEGIN:VALARM",
    );
  });
});

test("an event's name leads to nobody and stays the same", () => {
  expect(eventUid("interest", "7", "kezek.kz")).toBe(eventUid("interest", "7", "kezek.kz"));
  for (const id of ["", "a b", "7;X=1", "7\r\nUID:8", "Айша"])
    expect(() => eventUid("interest", id, "kezek.kz")).toThrow(TypeError);
});
