import {
  char,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { kindergarten } from "./kindergartens.ts";
import { region } from "./regions.ts";

/** Where a person is registered to live, as the register of persons says. */
export type Registration = {
  kind: "permanent" | "temporary";
  kato: string;
  addressKk: string;
  addressRu: string;
};

/** Adults and children alike, known by IIN; facts come from the register of persons or, until it answers, from the certificate. */
export const person = pgTable(
  "person",
  {
    id: uuid("id").primaryKey(),
    iin: char("iin", { length: 12 }).notNull(),
    surname: text("surname").notNull(),
    givenName: text("given_name").notNull(),
    patronymic: text("patronymic"),
    birthDate: date("birth_date", { mode: "string" }),
    sex: text("sex").$type<"female" | "male">(),
    registration: jsonb("registration").$type<Registration | null>(),
    /** Who told us: the register, or, while it is silent, the signature certificate, the parent or a paper application. */
    source: text("source").$type<"register" | "certificate" | "declared" | "paper">().notNull(),
    checkedAt: instant("checked_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [uniqueIndex("person_iin").on(t.iin)],
);

/** How to reach a person; phones in E.164. */
export const contact = pgTable("contact", {
  personId: uuid("person_id")
    .primaryKey()
    .references(() => person.id),
  email: text("email"),
  phone: text("phone"),
  secondPhone: text("second_phone"),
  /** When a code sent there was typed back; null where it never was. */
  emailConfirmedAt: instant("email_confirmed_at"),
  phoneConfirmedAt: instant("phone_confirmed_at"),
  secondPhoneConfirmedAt: instant("second_phone_confirmed_at"),
  /** By which channels the person wants to hear; what the law prescribes goes by all that are known. */
  channels: text("channels").$type<"all" | "sms" | "email">().notNull().default("all"),
  locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/**
 * A contact that was typed to replace a confirmed one and waits for the code sent there. Until then nothing goes to it
 * but that code.
 */
export const pendingContact = pgTable(
  "pending_contact",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    field: text("field").$type<"email" | "phone" | "secondPhone">().notNull(),
    /** E.164 phone or e-mail address. */
    value: text("value").notNull(),
    typedAt: instant("typed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.field] })],
);

/** Who may act for a child, and how we know. */
export const legalRepresentation = pgTable(
  "legal_representation",
  {
    childId: uuid("child_id")
      .notNull()
      .references(() => person.id),
    adultId: uuid("adult_id")
      .notNull()
      .references(() => person.id),
    kind: text("kind").$type<"parent" | "guardian">().notNull(),
    source: text("source").$type<"birth-register" | "decision">().notNull(),
    confirmedAt: instant("confirmed_at"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.childId, t.adultId] }),
    index("legal_representation_adult").on(t.adultId),
  ],
);

/** What a role lets a staff member do is decided in lib/access; this row says who has which role where. */
export const staffRole = pgTable(
  "staff_role",
  {
    id: uuid("id").primaryKey(),
    iin: char("iin", { length: 12 }).notNull(),
    name: text("name").notNull(),
    login: text("login"),
    role: text("role")
      .$type<"kindergarten_head" | "officer" | "region_admin" | "auditor" | "platform_admin">()
      .notNull(),
    regionId: integer("region_id").references(() => region.id),
    /** Its name when the role was granted. */
    kindergarten: text("kindergarten"),
    /** Of the region's register: what a head reports and sees is this kindergarten's. */
    kindergartenId: uuid("kindergarten_id"),
    grantedAt: instant("granted_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    index("staff_role_iin").on(t.iin),
    foreignKey({
      columns: [t.regionId, t.kindergartenId],
      foreignColumns: [kindergarten.regionId, kindergarten.id],
    }),
  ],
);

/** Every answer of a state register about a person, kept as evidence of what was known when. Append-only. */
export const registryAnswer = pgTable(
  "registry_answer",
  {
    id: uuid("id").primaryKey(),
    registry: text("registry").$type<"person" | "birth" | "mobile">().notNull(),
    subjectIin: char("subject_iin", { length: 12 }).notNull(),
    status: text("status").notNull(),
    answer: jsonb("answer").$type<Record<string, unknown>>().notNull(),
    askedAt: instant("asked_at").notNull(),
  },
  (t) => [index("registry_answer_subject").on(t.subjectIin, t.askedAt)],
);
