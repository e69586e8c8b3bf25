import { z } from "zod";

// What the emulator of NCALayer is told to do: who sits at the keyboard with which key, and what happens next. Pure.

export const emulatorKeyKinds = [
  "valid",
  "revoked",
  "expired",
  "not-yet-valid",
  "rogue-ca",
  "organisation",
  "no-iin",
  "two-iins",
  "wrong-usage",
  "authentication",
  "nca-test",
] as const;
export type EmulatorKeyKind = (typeof emulatorKeyKinds)[number];

export const emulatorAlgorithms = ["gost", "rsa"] as const;
export type EmulatorAlgorithm = (typeof emulatorAlgorithms)[number];

/** `slow` signs after a while, `stall` never answers, `drop` breaks the line. */
export const emulatorActions = ["sign", "cancel", "error", "slow", "stall", "drop"] as const;
export type EmulatorAction = (typeof emulatorActions)[number];

export const who = z.strictObject({
  iin: z.string().regex(/^\d{12}$/),
  algorithm: z.enum(emulatorAlgorithms),
  key: z.enum(emulatorKeyKinds),
});

const deedShape = z.strictObject({
  action: z.enum(emulatorActions),
  errorCode: z.string(),
  delayMs: z.number(),
  /** Signs even with a key that the page's filter would not show: an old or a hostile client. */
  force: z.boolean(),
});

const setting = z.strictObject({
  /** Stays until another is chosen; null: whoever the page asks for. */
  chosen: who.nullable(),
  next: z.strictObject({ who: who.nullable(), deed: deedShape, sticky: z.boolean() }).nullable(),
});

export type Who = z.infer<typeof who>;
export type EmulatorSetting = z.infer<typeof setting>;
type Deed = z.infer<typeof deedShape>;
export type EmulatorAnswer = Deed & { readonly who: Who | null };

const algorithmNames: Record<string, EmulatorAlgorithm> = {
  gost: "gost",
  "gost-2015": "gost",
  "gost-2015-512": "gost",
  rsa: "rsa",
  "rsa-sha256": "rsa",
};

const told = z.union([z.boolean(), z.literal(1), z.literal(0)]).transform(Boolean);

const orderInParts = z
  .strictObject({
    signer: z
      .string()
      .regex(/^\d{12}$/)
      .nullish(),
    iin: z
      .string()
      .regex(/^\d{12}$/)
      .optional(),
    algorithm: z
      .string()
      .toLowerCase()
      .transform((name) => algorithmNames[name])
      .pipe(z.enum(emulatorAlgorithms))
      .optional(),
    key: z.enum(emulatorKeyKinds).optional(),
    action: z.enum(emulatorActions).optional(),
    cancel: told.optional(),
    error: z.union([told, z.string().regex(/^[\w .:-]{1,60}$/)]).optional(),
    slow: z.union([z.boolean(), z.number().int().min(0).max(600_000)]).optional(),
    stall: told.optional(),
    drop: told.optional(),
    force: told.optional(),
    sticky: told.optional(),
    once: told.optional(),
    reset: told.optional(),
  })
  .refine((order) => deedsNamed(order).length <= 1, { error: "one-action-only" });

/**
 * The body of `PUT /api/demo/emulator`. The signer, the algorithm and the kind of key stay until changed; an action
 * (by `action` or by its own name, `{"cancel": true}`, or said alone, `"cancel"`) holds for one answer, unless `sticky`. `once`
 * limits the signer to one answer too; `reset` forgets all that was told before.
 */
export const emulatorOrder = z.preprocess(
  (body) => (typeof body === "string" ? { action: body } : body),
  orderInParts,
);

export type EmulatorOrder = z.infer<typeof emulatorOrder>;

export const noSetting: EmulatorSetting = { chosen: null, next: null };

/** Who signs when nobody was chosen and the page asks for nobody: the mother of the main journey. */
export const defaultSigner = "910925490000";

/** Whose the public test keys of NCA RK are. */
export const ncaTestIin = "123456789011";

/** What is stored, or nothing told where it is missing or of an older shape. */
export function readSetting(stored: unknown): EmulatorSetting {
  const parsed = setting.safeParse(stored);
  return parsed.success ? parsed.data : noSetting;
}

/** The setting after an order. */
export function applyOrder(before: EmulatorSetting, order: EmulatorOrder): EmulatorSetting {
  const base = order.reset ? noSetting : before;
  const named = whoOf(order, base.chosen);
  const deed = deedOf(order);
  const once = order.once ?? false;
  return {
    chosen: named === undefined || once ? base.chosen : named,
    next:
      deed === undefined && !(once && named)
        ? null
        : {
            who: once ? (named ?? null) : null,
            deed: deed ?? sign(order),
            sticky: order.sticky ?? false,
          },
  };
}

/** The answer to give now, and the setting that is left after it. */
export function takeAnswer(before: EmulatorSetting): {
  answer: EmulatorAnswer;
  after: EmulatorSetting;
} {
  const { next, chosen } = before;
  if (next === null) return { answer: { ...sign({}), who: chosen }, after: before };
  return {
    answer: { ...next.deed, who: next.who ?? chosen },
    after: next.sticky ? before : { chosen, next: null },
  };
}

function whoOf(order: EmulatorOrder, before: Who | null): Who | null | undefined {
  const iin = order.signer ?? order.iin;
  if (iin === undefined || iin === null) {
    if (order.signer === null) return null;
    if (order.algorithm === undefined && order.key === undefined) return undefined;
  }
  return {
    iin: iin ?? (order.key === "nca-test" ? ncaTestIin : (before?.iin ?? defaultSigner)),
    algorithm: order.algorithm ?? "gost",
    key: order.key ?? "valid",
  };
}

function deedOf(order: EmulatorOrder): Deed | undefined {
  const action = deedsNamed(order)[0];
  if (action === undefined) return order.force ? sign(order) : undefined;
  return {
    ...sign(order),
    action,
    errorCode: typeof order.error === "string" ? order.error : "SIGNING_FAILURE",
    delayMs: typeof order.slow === "number" ? order.slow : 8_000,
  };
}

function sign(order: Pick<EmulatorOrder, "force">): Deed {
  return { action: "sign", errorCode: "SIGNING_FAILURE", delayMs: 0, force: order.force ?? false };
}

function deedsNamed(order: {
  readonly action?: EmulatorAction | undefined;
  readonly cancel?: unknown;
  readonly error?: unknown;
  readonly slow?: unknown;
  readonly stall?: unknown;
  readonly drop?: unknown;
}): EmulatorAction[] {
  const named = (["cancel", "error", "stall", "drop"] as const).filter((name) =>
    Boolean(order[name]),
  );
  // `slow: 0` is a number of milliseconds, not a «no».
  const slow = order.slow === true || typeof order.slow === "number" ? (["slow"] as const) : [];
  const all = new Set<EmulatorAction>([...(order.action ? [order.action] : []), ...named, ...slow]);
  return [...all];
}
