/**
 * Calendar files (RFC 5545): a deadline that the family's own calendar reminds of. Instants go out in UTC, so that no
 * time zone table is needed: phones whose tables still say UTC+6 for Almaty show the right hour.
 */
export type CalendarEvent = {
  /** From `eventUid`: the same for the same deadline for ever, so that a second file moves the event, not doubles it. */
  readonly uid: string;
  /** How often the event has changed, from 0: a calendar keeps the higher one. */
  readonly sequence: number;
  /** When this was said. */
  readonly stamp: Date;
  readonly start: Date;
  /** Null: an instant without length, as a deadline is. */
  readonly end: Date | null;
  readonly summary: string;
  readonly description: string;
  /** Where it is done: an absolute https address, or null. */
  readonly url: string | null;
  /** It holds no more: the calendar strikes it out. */
  readonly cancelled: boolean;
  /** Reminders, whole minutes before the start. */
  readonly alarms: readonly { readonly minutesBefore: number; readonly text: string }[];
};

export type CalendarFile = {
  /** Language of all texts, which the caller has written in it. */
  readonly language: "kk" | "ru" | "en";
  readonly events: readonly CalendarEvent[];
};

/** The content type to send it with. */
export const calendarType = "text/calendar; charset=utf-8";

/** The file, lines ending in CRLF and folded at 75 octets. Throws on instants, addresses or numbers that are none. */
export function calendarFile({ language, events }: CalendarFile): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Kezek//Kezek//${language.toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    ...events.flatMap((event) => eventLines(event, language)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/**
 * A unique name that never changes: what kind of deadline, of which row, in which portal. The id is a random one of
 * ours, never anything that leads to a person: calendars are shared with whole families and clouds.
 */
export function eventUid(kind: string, id: string, host: string): string {
  const uid = `${kind}-${id}@${host}`;
  if (!/^[a-z][a-z-]*-[0-9A-Za-z-]+@[0-9A-Za-z.-]+$/.test(uid)) throw new TypeError("event uid");
  return uid;
}

function eventLines(event: CalendarEvent, language: string): string[] {
  const { uid, sequence, stamp, start, end, summary, description, url, cancelled, alarms } = event;
  if (end !== null && end <= start) throw new RangeError("event ends before it starts");
  return [
    "BEGIN:VEVENT",
    `UID:${escape(uid)}`,
    `DTSTAMP:${instant(stamp)}`,
    `SEQUENCE:${whole(sequence)}`,
    `DTSTART:${instant(start)}`,
    ...(end === null ? [] : [`DTEND:${instant(end)}`]),
    `SUMMARY;LANGUAGE=${language}:${escape(summary)}`,
    ...(description === "" ? [] : [`DESCRIPTION;LANGUAGE=${language}:${escape(description)}`]),
    ...(url === null ? [] : [`URL:${address(url)}`]),
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    // The hours around a deadline are free for other things, and whose child it is about is nobody's business.
    "TRANSP:TRANSPARENT",
    "CLASS:PRIVATE",
    ...(cancelled ? [] : alarms).flatMap((alarm) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `TRIGGER:-PT${whole(alarm.minutesBefore)}M`,
      `DESCRIPTION;LANGUAGE=${language}:${escape(alarm.text)}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
  ];
}

/** Form 2 of 3.3.5: UTC, whole seconds, so that a deadline at 23:59:59.999 stays on its day. */
function instant(at: Date): string {
  const text = at.toISOString();
  if (text.length !== 24) throw new RangeError("year of an event");
  return `${text.slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function whole(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a whole number: ${String(n)}`);
  return String(n);
}

/** A URI is not escaped as text is, so it must not be able to end its line: the parser takes care of that. */
function address(text: string): string {
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new TypeError("event url");
  return url.href;
}

/** TEXT of 3.3.11; control characters have no place in it. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll(/(?!\t)\p{Cc}/gu, "");
}

/** 3.1: no line longer than 75 octets without its end; never within a character, which UTF-8 spreads over several. */
function fold(line: string): string {
  let folded = "";
  let room = 75;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (octets > room) {
      folded += "\r\n ";
      room = 74;
    }
    folded += character;
    room -= octets;
  }
  return folded;
}
