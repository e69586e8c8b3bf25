import { integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { region } from "./regions.ts";

/** What a month was for one class of one birth year. */
export type Flow = {
  /** Waiting when the month began. */
  readonly waiting: number;
  readonly joined: number;
  /** Left because a place was given. */
  readonly placed: number;
  /** Left for any other reason. */
  readonly left: number;
};

type ByClass<T> = Readonly<Record<"extraordinary" | "first-priority" | "ordinary", T>>;

/** The months of one queue: for each birth year and class its flows, one to a month from `from` (`YYYY-MM`) on. */
export type Flows = {
  readonly from: string;
  /** How many whole months are told. */
  readonly count: number;
  readonly cohorts: readonly {
    readonly cohort: number;
    readonly classes: ByClass<readonly Flow[]>;
  }[];
};

export type Waiting = readonly { readonly cohort: number; readonly classes: ByClass<number> }[];

/** What became of the forecasts that would have been made in the past. */
export type BackTest = {
  /** Forecasts whose range is over by now, of children who did not leave before it by themselves. */
  readonly cases: number;
  /** Of these, whose turn came within the range. */
  readonly hits: number;
  readonly asked: number;
  /** Of those asked about, how many got no forecast. */
  readonly silent: number;
  /** Months from the first to the last of the range, both counted; the middle one of all that were told. */
  readonly width: number | null;
  /** The days on which was asked, the first and the last: `YYYY-MM-DD`. */
  readonly from: string | null;
  readonly to: string | null;
};

/**
 * What the ledger tells of a queue as a whole, made by a nightly job, so that no page walks through the ledger. Always
 * derived; may be thrown away and made anew.
 */
export const queueStatistics = pgTable(
  "queue_statistics",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    queueType: text("queue_type").notNull(),
    /** '' where the region does not split its queue by district. */
    districtKato: text("district_kato").notNull(),
    madeAt: instant("made_at").notNull(),
    waiting: jsonb("waiting").$type<Waiting>().notNull(),
    /** Null before the first whole month of departures. */
    flows: jsonb("flows").$type<Flows | null>(),
    tested: jsonb("tested").$type<BackTest>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.regionId, t.queueType, t.districtKato] })],
);
