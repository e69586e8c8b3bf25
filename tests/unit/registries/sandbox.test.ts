import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import type { RegistryName } from "#lib/registries/ports.ts";
import type { SandboxPerson } from "#lib/registries/sandbox-people.ts";
import {
  sandboxMode,
  sandboxRegistries,
  type SandboxMode,
  type SandboxOptions,
} from "#lib/registries/sandbox.ts";

const mother = "870612490009";
const child = "220720690004";

/** All registers in one mode. A wait ends when the signal does, or at once where `wait` says so. */
function registries(mode: SandboxMode, over: Partial<SandboxOptions> = {}) {
  return sandboxRegistries({ mode: async () => mode, ...over });
}

const untilAborted: NonNullable<SandboxOptions["wait"]> = (_ms, signal) =>
  new Promise((_resolve, reject) => {
    const give = (): void => reject(new Error("aborted"));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give);
  });

describe("the sandbox registers know the demo's families", () => {
  const { persons, births, mobiles } = registries({ kind: "normal" });

  test("every adult and every child by IIN", async () => {
    const iins = [...people.adults, ...people.children].map((person) => person.iin);
    const answers = await Promise.all(iins.map((iin) => persons.personByIin(iin)));
    expect(answers.map((answer) => answer.status === "found" && answer.person.iin)).toEqual(iins);
  });

  test("what the file says of a person and nothing more", async () => {
    expect(await persons.personByIin("890117390005")).toEqual({
      status: "found",
      person: {
        iin: "890117390005",
        surname: "КИМ",
        givenName: "СЕРГЕЙ",
        patronymic: null,
        birthDate: "1989-01-17",
        sex: "male",
        registration: {
          kind: "permanent",
          kato: "111010000",
          addressKk: "Көкшетау қаласы, Абай көшесі, 96-үй",
          addressRu: "г. Кокшетау, ул. Абая, д. 96",
        },
      },
    });
  });

  test("a person without registration, a child with its parent's", async () => {
    expect(await persons.personByIin("950211490006")).toMatchObject({
      person: { registration: null },
    });
    expect(await persons.personByIin(child)).toMatchObject({
      person: { registration: { kato: "271010000" } },
    });
  });

  test("births with certificate and parents, of children only", async () => {
    expect(await births.birthOf(child)).toEqual({
      status: "found",
      record: {
        childIin: child,
        certificate: { number: "1203456", issuedOn: "2022-08-01" },
        parents: ["870612490009", "850303390009"],
      },
    });
    expect(await births.birthOf(mother)).toEqual({ status: "not-found" });
  });

  test("bound phones, where there are any", async () => {
    expect(await mobiles.phoneOf(mother)).toEqual({ status: "found", phone: "+77017008345" });
    expect(await mobiles.phoneOf("890117390005")).toEqual({ status: "not-found" });
  });

  test("nobody else, unless a second source does", async () => {
    expect(await persons.personByIin("300101599915")).toEqual({ status: "not-found" });
    const known: SandboxPerson = {
      person: {
        iin: "300101599915",
        surname: "АБАЙ",
        givenName: "АСАН",
        patronymic: null,
        birthDate: "2030-01-01",
        sex: "male",
        registration: null,
      },
      phone: "+77010000001",
      birth: null,
    };
    const wider = registries(
      { kind: "normal" },
      { people: async (iin) => (iin === known.person.iin ? known : null) },
    );
    expect(await wider.persons.personByIin("300101599915")).toEqual({
      status: "found",
      person: known.person,
    });
    expect(await wider.persons.personByIin(mother)).toMatchObject({ status: "found" });
    expect(await wider.persons.personByIin("000000000000")).toEqual({ status: "not-found" });
  });
});

describe("a register that does not answer is a result", () => {
  test("down and empty", async () => {
    const down = registries({ kind: "down" });
    expect(await down.persons.personByIin(mother)).toEqual({ status: "no-answer", reason: "down" });
    expect(await down.births.birthOf(child)).toEqual({ status: "no-answer", reason: "down" });
    expect(await down.mobiles.phoneOf(mother)).toEqual({ status: "no-answer", reason: "down" });
    const empty = registries({ kind: "empty" });
    expect(await empty.persons.personByIin(mother)).toEqual({ status: "not-found" });
  });

  test("slow answers in the end, after the time it was told", async () => {
    const waited: number[] = [];
    const slow = registries(
      { kind: "slow", ms: 1200 },
      {
        wait: async (ms) => {
          waited.push(ms);
        },
      },
    );
    expect(await slow.persons.personByIin(mother)).toMatchObject({ status: "found" });
    expect(waited).toEqual([1200]);
  });

  test("silent, and slower than the limit, run into the time limit", async () => {
    const silent = registries({ kind: "silent" }, { timeoutMs: 1, wait: untilAborted });
    expect(await silent.births.birthOf(child)).toEqual({ status: "no-answer", reason: "timeout" });
    const real = registries({ kind: "slow", ms: 60_000 }, { timeoutMs: 1 });
    expect(await real.births.birthOf(child)).toEqual({ status: "no-answer", reason: "timeout" });
  });

  test("given up by the one who asked", async () => {
    const silent = registries({ kind: "silent" }, { wait: untilAborted });
    const asker = new AbortController();
    const answer = silent.persons.personByIin(mother, { signal: asker.signal });
    asker.abort();
    expect(await answer).toEqual({ status: "no-answer", reason: "aborted" });
    expect(await silent.persons.personByIin(mother, { signal: AbortSignal.abort() })).toEqual({
      status: "no-answer",
      reason: "aborted",
    });
  });

  test("never an exception, whatever breaks behind it", async () => {
    const broken = sandboxRegistries({
      mode: async () => {
        throw new Error("the database is away");
      },
    });
    expect(await broken.persons.personByIin(mother)).toEqual({
      status: "no-answer",
      reason: "down",
    });
    const source = registries(
      { kind: "normal" },
      {
        people: async () => {
          throw new Error("the list is away");
        },
      },
    );
    expect(await source.mobiles.phoneOf("300101599915")).toEqual({
      status: "no-answer",
      reason: "down",
    });
  });

  test("each register has its own mode", async () => {
    const asked: RegistryName[] = [];
    const mixed = sandboxRegistries({
      mode: async (registry) => {
        asked.push(registry);
        return registry === "birth" ? { kind: "down" } : { kind: "normal" };
      },
    });
    expect(await mixed.persons.personByIin(mother)).toMatchObject({ status: "found" });
    expect(await mixed.births.birthOf(child)).toMatchObject({ status: "no-answer" });
    expect(await mixed.mobiles.phoneOf(mother)).toMatchObject({ status: "found" });
    expect(asked).toEqual(["person", "birth", "mobile"]);
  });

  test("modes come from outside and are checked", () => {
    expect(sandboxMode.safeParse({ kind: "slow", ms: 3000 }).success).toBe(true);
    const wrong = [
      { kind: "slow" },
      { kind: "slow", ms: 0 },
      { kind: "off" },
      { kind: "down", ms: 1 },
    ];
    expect(wrong.filter((mode) => sandboxMode.safeParse(mode).success)).toEqual([]);
  });
});
