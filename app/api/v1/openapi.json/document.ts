import { kindergartenPaths } from "./kindergarten-paths.ts";
import { json, operation, parameter, region, text } from "./parts.ts";

/** The open-data API as OpenAPI 3.1. A path of the API that is missing here fails a test. */
export function openApiDocument(server: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Kezek open data",
      version: "1",
      description:
        "No key is needed, nothing here is personal, everything may be cached as its headers say. Errors are problem documents of RFC 9457 with a code.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: server }],
    paths: {
      "/openapi.json": { get: operation("This document", [], json("An OpenAPI document", {})) },
      ...queuePaths,
      ...kindergartenPaths,
      ...logPaths,
      ...statisticsPaths,
    },
    components: { schemas },
  };
}

const count = { type: "integer", minimum: 0 };
const hash = { type: "string", description: "32 bytes in base64" };
const hashes = { type: "array", items: hash };

const schemas = {
  Problem: {
    type: "object",
    required: ["type", "title", "status", "code"],
    properties: {
      type: { const: "about:blank" },
      title: { type: "string" },
      status: { type: "integer" },
      code: {
        enum: [
          "no-address",
          "read-only",
          "no-region",
          "no-log",
          "no-statistics",
          "query",
          "beyond-log",
          "index-outside",
          "sizes",
          "no-leaf",
          "no-tile",
          "failed",
        ],
        description:
          "no-address: none of these addresses; read-only: asked by another method than GET, HEAD, OPTIONS; no-region: no such portal; no-log: nothing is signed yet; no-statistics: the first night has not counted yet; query: a parameter is missing or malformed; beyond-log: more leaves than are signed; index-outside, sizes: what RFC 9162 has no proof for; no-leaf, no-tile: not there; failed: the portal could not answer, ask again later",
      },
    },
  },
} as const;

const names = {
  type: "object",
  properties: { kk: { type: "string" }, ru: { type: "string" }, en: { type: "string" } },
};
const queuePaths = {
  "/regions": {
    get: operation(
      "The regions that this installation serves",
      [],
      json("Regions", {
        regions: {
          type: "array",
          items: {
            type: "object",
            properties: {
              slug: { type: "string" },
              kato: { type: "string" },
              names,
              supportPhone: { type: "string" },
            },
          },
        },
      }),
    ),
  },
  "/{region}/queue": {
    get: operation(
      "Everybody who waits, queue by queue (type, birth year, district) and each in its order",
      [
        region,
        parameter("cursor", "query", false, { type: "string" }, "The next of the portion before"),
        parameter("limit", "query", false, { type: "integer", minimum: 1 }, "At most 500"),
      ],
      json("Entries; next is the following cursor, or null", {
        at: { type: "string", format: "date-time" },
        entries: {
          type: "array",
          items: {
            type: "object",
            properties: {
              entryCode: { type: "string", description: "The code on the family's notice" },
              queueType: { type: "string" },
              district: {
                type: ["string", "null"],
                description:
                  "KATO; null where the region has one queue, and where fewer than ten wait",
              },
              cohort: { type: "integer", description: "Birth year in the queue" },
              class: { enum: ["extraordinary", "first-priority", "ordinary"] },
              registeredAt: { type: "string", format: "date-time" },
              position: { type: "integer", minimum: 1 },
              status: { enum: ["waiting", "turn-came", "offered"] },
            },
          },
        },
        next: { type: ["string", "null"] },
      }),
    ),
  },
};

const log = "/{region}/log";
const logPaths = {
  [`${log}/checkpoint`]: {
    get: operation(
      "The newest signed head of the public log (c2sp.org/tlog-checkpoint), with its instant as an extension line",
      [region],
      text("text/plain"),
    ),
  },
  [`${log}/checkpoints`]: {
    get: operation(
      "Every head that was ever signed, by size, at most 500 at once",
      [region, parameter("from", "query", false, count, "Size of the first head wanted")],
      json("Heads; next is the following from, or null", {
        checkpoints: {
          type: "array",
          items: { type: "object", properties: { size: count, note: { type: "string" } } },
        },
        next: { type: ["integer", "null"] },
      }),
    ),
  },
  [`${log}/leaves`]: {
    get: operation(
      "Leaves from start to before end, at most 1000 at once; the bytes of leaf are what is hashed",
      [
        region,
        parameter("start", "query", false, count, "From 0"),
        parameter("end", "query", false, count, "The first leaf that is not wanted"),
      ],
      json("Leaves; next is the following start, or null", {
        start: count,
        end: count,
        treeSize: count,
        leaves: {
          type: "array",
          items: { type: "object", properties: { idx: count, leaf: { type: "string" } } },
        },
        next: { type: ["integer", "null"] },
      }),
    ),
  },
  [`${log}/keys`]: {
    get: operation(
      "The Ed25519 keys that have signed this log",
      [region],
      text("application/x-pem-file"),
    ),
  },
  [`${log}/proof/inclusion`]: {
    get: operation(
      "A proof of RFC 9162 §2.1.3, as `kezek log proof` reads it",
      [
        region,
        parameter("index", "query", false, count, "Which leaf; or name it by leaf"),
        parameter("leaf", "query", false, hash, "The leaf's hash; or name it by index"),
        parameter(
          "size",
          "query",
          false,
          count,
          "Leaves of the tree; the newest head's without it",
        ),
      ],
      json("The proof", {
        kind: { const: "inclusion" },
        leafIdx: count,
        treeSize: count,
        leafHash: hash,
        root: hash,
        proof: hashes,
      }),
    ),
  },
  [`${log}/proof/consistency`]: {
    get: operation(
      "A proof of RFC 9162 §2.1.4, as `kezek log proof` reads it; 0 < first < second",
      [
        region,
        parameter("first", "query", true, count, "The smaller size"),
        parameter("second", "query", false, count, "The larger size; the newest head's without it"),
      ],
      json("The proof", {
        kind: { const: "consistency" },
        size1: count,
        size2: count,
        root1: hash,
        root2: hash,
        proof: hashes,
      }),
    ),
  },
  [`${log}/tile/{path}`]: {
    get: operation(
      "Tiles of 256 hashes and bundles of 256 leaves (c2sp.org/tlog-tiles): 0/000, 1/000.p/3, entries/x001/067",
      [region, parameter("path", "path", true, { type: "string" }, "With its slashes")],
      text("application/octet-stream"),
    ),
  },
};

const told = {
  type: ["integer", "null"],
  minimum: 0,
  description:
    "null: fewer than `smallest`, or hidden because a difference would tell a smaller number",
};
const month = {
  type: "object",
  properties: {
    month: { type: "string", description: "YYYY-MM" },
    joined: told,
    placed: told,
    left: told,
  },
};
const byClass = {
  type: "object",
  properties: { extraordinary: told, "first-priority": told, ordinary: told },
};
const cohort = { type: "object", properties: { cohort: count, total: told, classes: byClass } };
const statisticsPaths = {
  "/{region}/statistics": {
    get: operation(
      "How many wait, joined and left, and how often forecasts came true; counted every night",
      [region],
      json("The figures of the last night", {
        region: { type: "string" },
        madeAt: { type: "string", format: "date-time" },
        smallest: { ...count, description: "The smallest number of children that is told" },
        queues: {
          type: "array",
          items: {
            type: "object",
            properties: {
              queueType: { type: "string" },
              district: {
                type: ["string", "null"],
                description: "KATO; null where the region is one",
              },
              waiting: {
                type: "object",
                properties: { total: told, cohorts: { type: "array", items: cohort } },
              },
              months: {
                type: "array",
                description: "The last twelve whole months, the oldest first",
                items: month,
              },
            },
          },
        },
        forecast: {
          type: ["object", "null"],
          description:
            "Forecasts as they would have been made on past days against what happened; null: too few could be judged",
          properties: {
            share: { const: 0.8, description: "What the ranges promise" },
            cases: { ...count, description: "Forecasts whose range is over" },
            hits: { ...count, description: "Of these, a place came within the range" },
            asked: count,
            silent: { ...count, description: "Of those asked about, no forecast" },
            width: { type: ["integer", "null"], description: "Months of the middle range" },
            from: { type: ["string", "null"], format: "date" },
            to: { type: ["string", "null"], format: "date" },
          },
        },
      }),
    ),
  },
};
