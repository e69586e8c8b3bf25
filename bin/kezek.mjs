#!/usr/bin/env node
import { resolve } from "node:path";

process.argv.splice(2, 0, resolve(import.meta.dirname, "../lib/operator/main.ts"));
await import("./run.mjs");
