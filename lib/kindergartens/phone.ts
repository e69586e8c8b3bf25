/**
 * A telephone of an organisation in Kazakhstan as people write it, of a town or a mobile one: `8 (7112) 50-00-00`,
 * `+7 711 250 00 00`, `87112500000`. @returns E.164, or null
 */
export function parsePhone(text: string): string | null {
  const typed = text.normalize("NFKC").replace(/[\s\p{Cf}\p{Pd}().]/gu, "");
  const national = /^(?:\+7|8|7)?(7\d{9})$/.exec(typed)?.[1];
  return national === undefined ? null : `+7${national}`;
}
