// RC2 (RFC 2268), decryption only. Node's OpenSSL has put it away, and the certificates in NCA RK's .p12 files are still
// wrapped in it. It protects nothing here: the certificates are public.

/** Bytes from the digits of pi, RFC 2268 §2. */
const pi = Buffer.from(
  "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2" +
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82" +
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7" +
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec" +
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9" +
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad",
  "hex",
);

const at = (bytes: Uint8Array | Uint16Array, index: number): number => bytes[index] ?? 0;

/** RFC 2268 §2: 64 words out of a key of any length, of which `effectiveBits` count. */
function expand(key: Uint8Array, effectiveBits: number): Uint16Array {
  const long = new Uint8Array(128);
  long.set(key);
  for (let i = key.length; i < 128; i += 1)
    long[i] = at(pi, (at(long, i - 1) + at(long, i - key.length)) & 0xff);
  const bytes = Math.ceil(effectiveBits / 8);
  long[128 - bytes] = at(pi, at(long, 128 - bytes) & (0xff >> (8 * bytes - effectiveBits)));
  for (let i = 127 - bytes; i >= 0; i -= 1) long[i] = at(pi, at(long, i + 1) ^ at(long, i + bytes));
  return Uint16Array.from({ length: 64 }, (_, i) => at(long, 2 * i) | (at(long, 2 * i + 1) << 8));
}

const shifts = [1, 2, 3, 5] as const;

/** RFC 2268 §4: five rounds, a mash, six, a mash, five, all backwards. */
function decryptBlock(words: Uint16Array, block: Uint8Array): Uint8Array {
  const r = Uint16Array.from(
    { length: 4 },
    (_, i) => at(block, 2 * i) | (at(block, 2 * i + 1) << 8),
  );
  let j = 63;
  for (let round = 16; round >= 1; round -= 1) {
    for (let i = 3; i >= 0; i -= 1) {
      const shift = shifts[i] ?? 0;
      const turned = ((at(r, i) >>> shift) | (at(r, i) << (16 - shift))) & 0xffff;
      const before = at(r, (i + 3) % 4);
      r[i] = turned - at(words, j) - (before & at(r, (i + 2) % 4)) - (~before & at(r, (i + 1) % 4));
      j -= 1;
    }
    if (round === 12 || round === 6) {
      for (let i = 3; i >= 0; i -= 1) r[i] = at(r, i) - at(words, at(r, (i + 3) % 4) & 63);
    }
  }
  return Uint8Array.from({ length: 8 }, (_, i) => (at(r, i >> 1) >> (8 * (i & 1))) & 0xff);
}

/** Decrypts in CBC mode; the padding stays. */
export function decryptRc2(
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
  effectiveBits: number,
): Uint8Array {
  const words = expand(key, effectiveBits);
  const plain = new Uint8Array(data.length);
  let before = iv;
  for (let start = 0; start + 8 <= data.length; start += 8) {
    const block = data.subarray(start, start + 8);
    plain.set(
      decryptBlock(words, block).map((byte, i) => byte ^ at(before, i)),
      start,
    );
    before = block;
  }
  return plain;
}
