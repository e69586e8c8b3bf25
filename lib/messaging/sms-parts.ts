// GSM 03.38, the alphabet of a short message with 160 letters, in the order of its codes; 0x1B calls the extension.
const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const escape = 0x1b;
const extended: ReadonlyMap<string, number> = new Map([
  ["\f", 0x0a],
  ["^", 0x14],
  ["{", 0x28],
  ["}", 0x29],
  ["\\", 0x2f],
  ["[", 0x3c],
  ["~", 0x3d],
  ["]", 0x3e],
  ["|", 0x40],
  ["€", 0x65],
]);

export type SmsParts = {
  /** One Cyrillic letter, and the whole message needs UCS-2. */
  readonly alphabet: "gsm" | "ucs2";
  /** GSM: one septet in each byte, as centres take it; UCS-2: two bytes, the high one first. */
  readonly parts: readonly Buffer[];
};

/**
 * The text as short messages: one of 160 letters, or of 70 once there is a Cyrillic one; parts of a longer text hold
 * 153 or 67, the rest is their header. No letter is cut in two. Pure.
 */
export function splitSms(text: string, only?: "ucs2"): SmsParts {
  const letters = [...text];
  const gsm = only === "ucs2" ? null : letters.map(gsmBytes);
  if (gsm?.every((bytes) => bytes !== null)) {
    return { alphabet: "gsm", parts: pack(gsm, 160, 153) };
  }
  return { alphabet: "ucs2", parts: pack(letters.map(ucs2Bytes), 140, 134) };
}

function pack(letters: readonly Buffer[], single: number, part: number): Buffer[] {
  const whole = Buffer.concat(letters);
  if (whole.length <= single) return [whole];
  const parts: Buffer[][] = [[]];
  let used = 0;
  for (const letter of letters) {
    if (used + letter.length > part) {
      parts.push([]);
      used = 0;
    }
    parts.at(-1)?.push(letter);
    used += letter.length;
  }
  return parts.map((each) => Buffer.concat(each));
}

function gsmBytes(letter: string): Buffer | null {
  const code = letter === "\u001b" ? -1 : basic.indexOf(letter);
  if (code >= 0) return Buffer.from([code]);
  const second = extended.get(letter);
  return second === undefined ? null : Buffer.from([escape, second]);
}

function ucs2Bytes(letter: string): Buffer {
  return Buffer.from(letter, "utf16le").swap16();
}
