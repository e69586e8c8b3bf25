import { describe, expect, it } from "vitest";
import {
  idleMilliseconds,
  needsTouch,
  sessionIsAlive,
  sessionMilliseconds,
  touchMilliseconds,
} from "#lib/sign-in/limits.ts";

const opened = new Date("2026-11-22T04:00:00Z");
const after = (milliseconds: number) => new Date(opened.getTime() + milliseconds);
const fresh = { lastSeenAt: opened, expiresAt: after(sessionMilliseconds), revokedAt: null };

describe("a session", () => {
  it("lives while it is used", () => {
    expect(sessionIsAlive(fresh, after(idleMilliseconds - 1))).toBe(true);
    const used = { ...fresh, lastSeenAt: after(sessionMilliseconds - 1000) };
    expect(sessionIsAlive(used, after(sessionMilliseconds - 1))).toBe(true);
  });

  it("ends after an hour of silence", () => {
    expect(sessionIsAlive(fresh, after(idleMilliseconds))).toBe(false);
  });

  it("ends after twelve hours however busy it is", () => {
    const used = { ...fresh, lastSeenAt: after(sessionMilliseconds - 1000) };
    expect(sessionIsAlive(used, after(sessionMilliseconds))).toBe(false);
  });

  it("ends with its revocation at once", () => {
    expect(sessionIsAlive({ ...fresh, revokedAt: opened }, opened)).toBe(false);
  });

  it("is noted as seen at most once a minute", () => {
    expect(needsTouch(fresh, after(touchMilliseconds - 1))).toBe(false);
    expect(needsTouch(fresh, after(touchMilliseconds))).toBe(true);
  });
});
