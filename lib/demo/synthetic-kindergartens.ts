import { sameNumbers } from "./synthetic.ts";

/** A kindergarten of the demo, before it has groups. */
export type DemoKindergarten = {
  readonly names: { readonly kk: string; readonly ru: string };
  readonly address: { readonly kk: string; readonly ru: string };
  readonly districtKato?: string | undefined;
  readonly point: readonly [latitude: number, longitude: number];
  readonly ownership: "state" | "private-ordered" | "private";
  readonly languages: readonly ("kk" | "ru" | "other")[];
  readonly queueTypes: readonly ("general" | "special-correctional" | "special" | "sanatorium")[];
  readonly hours: {
    readonly days: "mon-fri" | "mon-sat";
    readonly from: string;
    readonly to: string;
  };
  readonly capacity: number;
  /** A small one, where children of several years are together. */
  readonly mixed: boolean;
};

const called = [
  ["Ақбота", "Акбота"],
  ["Алтын бесік", "Алтын бесик"],
  ["Арман", "Арман"],
  ["Ақ желкен", "Ак желкен"],
  ["Балауса", "Балауса"],
  ["Балдәурен", "Балдаурен"],
  ["Гүлдер", "Гулдер"],
  ["Думан", "Думан"],
  ["Еркежан", "Еркежан"],
  ["Жанарым", "Жанарым"],
  ["Жұлдыз-ай", "Жулдыз-ай"],
  ["Қуаныш", "Куаныш"],
  ["Көктем", "Коктем"],
  ["Мөлдір", "Молдир"],
  ["Нұрлы жол", "Нурлы жол"],
  ["Тұлпар", "Тулпар"],
] as const;
const streets = [
  ["Абай көшесі", "ул. Абая"],
  ["Сарайшық көшесі", "ул. Сарайшык"],
  ["Мұхит көшесі", "ул. Мухита"],
  ["Чехов көшесі", "ул. Чехова"],
  ["Достық даңғылы", "пр. Достык"],
  ["Жұлдыз шағынауданы", "мкр. Жулдыз"],
  ["Қонаев шағынауданы", "мкр. Кунаева"],
  ["Ақжайық шағынауданы", "мкр. Акжайык"],
] as const;

/** Invented kindergartens around a place, after the listed ones: numbers from 40 on, the same every time. */
export function syntheticKindergartens(
  count: number,
  around: readonly [latitude: number, longitude: number],
): DemoKindergarten[] {
  const next = sameNumbers(31);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(next() * list.length)];
    if (chosen === undefined) throw new RangeError("nothing to pick from");
    return chosen;
  };
  const spread = () => (next() + next() - 1) * 0.07;
  return Array.from({ length: count }, (_, i): DemoKindergarten => {
    const [kk, ru] = pick(called);
    const [streetKk, streetRu] = pick(streets);
    const house = 1 + Math.floor(next() * 180);
    const luck = next();
    return {
      names: { kk: `№ ${40 + i} «${kk}»`, ru: `№ ${40 + i} «${ru}»` },
      address: { kk: `${streetKk}, ${house}-үй`, ru: `${streetRu}, д. ${house}` },
      point: [around[0] + spread(), around[1] + spread() * 1.5],
      ownership: luck < 0.45 ? "state" : luck < 0.93 ? "private-ordered" : "private",
      languages: pick([["kk"], ["kk", "ru"], ["ru", "kk"], ["ru"]]),
      queueTypes: next() < 0.06 ? ["general", "special-correctional"] : ["general"],
      hours: { days: "mon-fri", from: "07:30", to: "18:30" },
      capacity: 20 + Math.floor(next() * 6),
      mixed: false,
    };
  });
}
