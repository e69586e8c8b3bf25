import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import {
  districtOf,
  isRegisteredIn,
  katoPrefix,
  portalOf,
  servedPrefix,
} from "#lib/regions/match-region.ts";
import {
  territories,
  territoriesWithin,
  territoryByKato,
  topTerritories,
} from "#lib/regions/territories.ts";

const portals = people.regions;
const slugOf = (kato: string): string | undefined => portalOf(kato, portals)?.slug;

describe("the map", () => {
  test("has 20 regions, 20 districts of Akmola and 13 of West Kazakhstan", () => {
    expect(topTerritories).toHaveLength(20);
    expect(topTerritories.filter((each) => each.kind === "city")).toHaveLength(3);
    expect(territoriesWithin("110000000")).toHaveLength(20);
    expect(territoriesWithin("270000000")).toHaveLength(13);
  });

  test("has every code once, each inside its parent", () => {
    expect(new Set(territories.map((each) => each.kato)).size).toBe(territories.length);
    const strays = territories.filter(
      ({ kato, parentKato }) =>
        parentKato !== null &&
        (territoryByKato(parentKato) === undefined || !kato.startsWith(katoPrefix(parentKato))),
    );
    expect(strays).toEqual([]);
  });

  test("writes Kazakh with Kazakh letters only", () => {
    expect(territories.filter((each) => /[a-z]/i.test(each.names.kk + each.names.ru))).toEqual([]);
    expect(territories.filter((each) => !/(қаласы|ауданы|облысы)$/.test(each.names.kk))).toEqual(
      [],
    );
  });

  test("knows the seat of every portal of the demo by the same names", () => {
    expect(portals.map((portal) => territoryByKato(portal.kato)?.names)).toEqual(
      portals.map((portal) => ({ kk: portal.nameKk, ru: portal.nameRu, en: portal.nameEn })),
    );
  });
});

describe("prefixes", () => {
  test.each([
    ["110000000", "11", "11"],
    ["100000000", "10", "10"],
    ["113200000", "1132", "1132"],
    ["271000000", "2710", "2710"],
    ["271010000", "271010", "2710"],
    ["111600000", "1116", "1116"],
    ["271035100", "271035100", "271035100"],
  ])("%s: %s, served: %s", (kato, prefix, served) => {
    expect(katoPrefix(kato)).toBe(prefix);
    expect(servedPrefix(kato)).toBe(served);
  });
});

describe("a registration belongs to the portal with the longest prefix", () => {
  test.each([
    ["271010000", "oral"],
    ["271000000", "oral"],
    ["271035100", "oral"],
    ["273200000", undefined],
    ["270000000", undefined],
    ["111010000", "akmola"],
    ["117055100", "akmola"],
    ["110000000", "akmola"],
    ["111600000", "qosshy"],
    ["111610000", "qosshy"],
    ["591010000", "petropavl"],
    ["750000000", undefined],
    ["27101", undefined],
    ["", undefined],
  ])("%s → %s", (kato, slug) => {
    expect(slugOf(kato)).toBe(slug);
  });

  test("does not depend on the order of the portals", () => {
    expect(portalOf("111600000", portals.toReversed())?.slug).toBe("qosshy");
  });

  test("every adult of the demo belongs where the demo says", () => {
    const registered = people.adults.flatMap((adult) => adult.registration ?? []);
    expect(registered.map((each) => slugOf(each.kato))).toEqual(
      registered.map((each) => each.region),
    );
  });

  test("nobody without registration may apply, and nobody in the neighbour's portal", () => {
    const [oral, akmola] = portals;
    expect(oral && isRegisteredIn(null, oral, portals)).toBe(false);
    expect(oral && isRegisteredIn("271010000", oral, portals)).toBe(true);
    expect(akmola && isRegisteredIn("271010000", akmola, portals)).toBe(false);
    expect(akmola && isRegisteredIn("111600000", akmola, portals)).toBe(false);
  });

  test("the district is found for the family", () => {
    const districts = territoriesWithin("110000000");
    expect(districtOf("111010000", districts)?.names.ru).toBe("г. Кокшетау");
    expect(districtOf("116455100", districts)?.names.kk).toBe("Сандықтау ауданы");
    expect(districtOf("271010000", districts)).toBeNull();
  });
});
