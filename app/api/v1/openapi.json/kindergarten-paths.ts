import { json, operation, parameter, region } from "./parts.ts";

const text = { type: ["string", "null"] };
const day = { type: ["string", "null"], format: "date" };
const twoNames = {
  type: "object",
  properties: { kk: { type: "string" }, ru: { type: "string" } },
};
const language = { enum: ["kk", "ru", "other"] };
const queueType = { enum: ["general", "special-correctional", "special", "sanatorium"] };
const group = {
  type: "object",
  properties: {
    id: { type: "string", format: "uuid" },
    names: { ...twoNames, type: ["object", "null"] },
    queueType,
    language,
    cohortFrom: { type: "integer", description: "First birth year, as the queue counts it" },
    cohortTo: { type: "integer", description: "Last birth year" },
    capacity: { type: "integer", minimum: 0, description: "Places, taken ones among them" },
  },
};
const point = {
  type: ["object", "null"],
  description: "WGS 84, degrees",
  properties: { latitude: { type: "number" }, longitude: { type: "number" } },
};
const hours = {
  type: ["object", "null"],
  description: "Local time (UTC+5); 24:00 is the end of the day",
  properties: {
    days: { enum: ["mon-fri", "mon-sat", "daily"] },
    from: { type: "string" },
    to: { type: "string" },
  },
};
const kindergarten = {
  type: "object",
  properties: {
    slug: { type: "string", description: "Its name in addresses; never changes" },
    names: twoNames,
    district: { ...text, description: "KATO; null where the region is one" },
    address: twoNames,
    point,
    phone: text,
    email: text,
    site: text,
    ownership: {
      enum: ["state", "private-ordered", "private"],
      description: "private-ordered: private with a state order",
    },
    languages: { type: "array", items: language },
    queueTypes: { type: "array", items: queueType },
    hours,
    openedOn: day,
    closedOn: { ...day, description: "The first day on which it will be closed" },
    groups: { type: "array", items: group },
  },
};

export const kindergartenPaths = {
  "/{region}/kindergartens": {
    get: operation(
      "The open kindergartens with their open groups, in the order of their Kazakh names",
      [
        region,
        parameter(
          "cursor",
          "query",
          false,
          { type: "string" },
          "The next of the portion before; refused (query) when that kindergarten was closed since: begin anew",
        ),
        parameter("limit", "query", false, { type: "integer", minimum: 1 }, "At most 500"),
      ],
      json("Kindergartens; next is the following cursor, or null", {
        region: { type: "string" },
        total: { type: "integer", minimum: 0, description: "Of the whole register" },
        kindergartens: { type: "array", items: kindergarten },
        next: text,
      }),
    ),
  },
};
