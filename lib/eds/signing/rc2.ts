/*
 * RC2 (RFC 2268), only to open the .p12 files of NCA RK's public test keys: their certificates lie under a 40-bit key, and
 * OpenSSL 3 keeps that cipher out of reach. It protects nothing.
 */

/** PITABLE of RFC 2268 §2, in hex. */
const permutation = Uint8Array.from(
  Buffer.from(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32" +
      "bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
      "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a" +
      "961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
      "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e" +
      "c5f3db47e5a59c770aa62068fe7fc1ad",
    "hex",
  ),
);

/** The 64 words of RFC 2268 §2; every byte of `key` counts. */
function expand(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  const at = (index: number) => bytes[index] ?? 0;
  const substitute = (value: number) => permutation[value & 0xff] ?? 0;
  for (let i = key.length; i < 128; i++) {
    bytes[i] = substitute(at(i - 1) + at(i - key.length));
  }
  const first = 128 - key.length;
  bytes[first] = substitute(at(first));
  for (let i = first - 1; i >= 0; i--) bytes[i] = substitute(at(i + 1) ^ at(i + key.length));
  return Uint16Array.from({ length: 64 }, (_, i) => at(2 * i) | (at(2 * i + 1) << 8));
}

const rotations = [1, 2, 3, 5] as const;

function decryptBlock(words: Uint16Array, block: Uint8Array): Uint8Array {
  const r = Uint16Array.from(
    { length: 4 },
    (_, i) => (block[2 * i] ?? 0) | ((block[2 * i + 1] ?? 0) << 8),
  );
  const at = (index: number) => r[index & 3] ?? 0;
  const key = (index: number) => words[index] ?? 0;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const turn = rotations[i] ?? 0;
      const turned = (at(i) >>> turn) | (at(i) << (16 - turn));
      const mixed = (at(i - 1) & at(i - 2)) + (~at(i - 1) & at(i - 3));
      r[i] = turned - key(round * 4 + i) - mixed;
    }
    // After the 5th and the 11th mixing round comes a mashing round (§3.2); here they come before.
    if (round !== 5 && round !== 11) continue;
    for (let i = 3; i >= 0; i--) r[i] = at(i) - key(at(i - 1) & 63);
  }
  return new Uint8Array(r.buffer);
}

/** RC2-CBC without removing the padding. */
export function decryptRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const words = expand(key);
  const plain = new Uint8Array(data.length);
  let previous = iv;
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8);
    const open = decryptBlock(words, block);
    for (let i = 0; i < 8; i++) plain[at + i] = (open[i] ?? 0) ^ (previous[i] ?? 0);
    previous = block;
  }
  return plain;
}
