import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import {
  displayFullName,
  displayName,
  sameName,
  samePersonName,
  shortName,
} from "#lib/identity/name.ts";

describe("comparing names", () => {
  test("composed and decomposed letters, case, ё, dashes and gaps are the same", () => {
    expect(sameName("АЙГЕРІМ", "Айгерім".normalize("NFD"))).toBe(true);
    expect(sameName("АРТЁМ", "Артем")).toBe(true);
    expect(sameName("Иванова – Ким", "ИВАНОВА-КИМ")).toBe(true);
    expect(sameName(" ДӘУЛЕТ  ҚЫЗЫ", "Дәулет қызы ")).toBe(true);
  });

  test("Kazakh letters make another name", () => {
    expect(sameName("ҚАСЫМ", "КАСЫМ")).toBe(false);
    // A Latin I for the Kazakh І: a register would not know the name either.
    expect(sameName("АЙГЕРIМ", "АЙГЕРІМ")).toBe(false);
  });

  test("a patronymic on one side only differs", () => {
    const kim = { surname: "КИМ", givenName: "СЕРГЕЙ", patronymic: null };
    expect(samePersonName(kim, { ...kim, patronymic: "" })).toBe(true);
    expect(samePersonName(kim, { ...kim, patronymic: "ИВАНОВИЧ" })).toBe(false);
  });
});

describe("showing names", () => {
  test.each([
    ["ІҢКӘР", "Іңкәр"],
    ["ӘМІРҚЫЗЫ", "Әмірқызы"],
    ["ӘМІР ҚЫЗЫ", "Әмір қызы"],
    ["ИВАНОВА-КИМ", "Иванова-Ким"],
    ["О’НИЛ", "О'Нил"],
    ["", ""],
  ])("%s → %s", (register, shown) => {
    expect(displayName(register)).toBe(shown);
  });

  test("leaves no gap where there is no patronymic", () => {
    const shown = people.adults.map((adult) => displayFullName(adult));
    expect(shown).toContain("Сапарова Айгерім Дәулетқызы");
    expect(shown).toContain("Ким Сергей");
    expect(shown.every((name) => name === name.trim() && !name.includes("  "))).toBe(true);
  });

  test("short on shared screens", () => {
    expect(shortName({ surname: "САПАРОВА", givenName: "АЯЛА", patronymic: null })).toBe("Аяла С.");
  });
});
