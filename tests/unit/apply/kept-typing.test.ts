import { beforeEach, describe, expect, test } from "vitest";

import {
  forgetTyping,
  keepTyping,
  takeTyping,
} from "#app/[locale]/[region]/apply/_wizard/kept-typing.ts";

/** A tab's storage: its keys are its own properties, as in a browser. */
class TabStorage implements Storage {
  [key: string]: unknown;
  get length(): number {
    return Object.keys(this).length;
  }
  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    delete this[key];
  }
  clear(): void {
    for (const key of Object.keys(this)) delete this[key];
  }
}

const child = { draftId: "d1", step: "child" };

describe("typing kept in the tab", () => {
  let storage: TabStorage;
  beforeEach(() => {
    storage = new TabStorage();
  });

  test("is there again after the sign-in, and goes when the server has it", () => {
    keepTyping(storage, child, { childIin: "2303" });
    expect(takeTyping(storage, { ...child, answered: false })).toEqual({ childIin: "2303" });
    keepTyping(storage, child, {});
    expect(storage.length).toBe(0);
  });

  test("a sent form that led to the sign-in instead is put back", () => {
    keepTyping(storage, child, { childIin: "2303" }, true);
    expect(takeTyping(storage, { ...child, answered: false })).toEqual({ childIin: "2303" });
  });

  test("a sent form that was answered is forgotten", () => {
    keepTyping(storage, child, { childIin: "2303" }, true);
    expect(takeTyping(storage, { ...child, answered: true })).toEqual({});
    keepTyping(storage, child, { childIin: "2303" }, true);
    expect(takeTyping(storage, { draftId: "d1", step: "documents", answered: false })).toEqual({});
    expect(storage.length).toBe(0);
  });

  test("goes with the person who signs out, and nothing else goes", () => {
    keepTyping(storage, child, { childIin: "2303" });
    keepTyping(storage, { draftId: "d2", step: "applicant" }, { phone: "8701" });
    storage.setItem("look", "night");
    forgetTyping(storage);
    expect(Object.keys(storage)).toEqual(["look"]);
  });

  test("belongs to its draft and step, and broken leftovers do no harm", () => {
    keepTyping(storage, child, { childIin: "2303" });
    expect(takeTyping(storage, { draftId: "d2", step: "child", answered: false })).toEqual({});
    expect(takeTyping(storage, { draftId: "d1", step: "applicant", answered: false })).toEqual({});
    storage.setItem("kezek-typed:d3:child", "{not json");
    expect(takeTyping(storage, { draftId: "d3", step: "child", answered: false })).toEqual({});
  });
});
