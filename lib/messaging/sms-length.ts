// GSM 03.38, the alphabet of a short message with 160 letters. Cyrillic is not in it: such a message has 70.
const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const extended = "^{}\\[~]|€";

/**
 * How many messages the operator counts for a text: 160 letters, or 70 once there is one Cyrillic letter; parts of a
 * longer one hold 153 or 67, the rest is their header.
 */
export function smsParts(text: string): number {
  const letters = [...text];
  const plain = letters.every((letter) => basic.includes(letter) || extended.includes(letter));
  const length = plain
    ? letters.reduce((sum, letter) => sum + (extended.includes(letter) ? 2 : 1), 0)
    : text.length;
  const [single, part] = plain ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / part);
}
