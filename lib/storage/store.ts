import { env, type Env } from "#lib/platform/env.ts";
import { localFolder } from "./local-folder.ts";
import type { ObjectStore } from "./object-store.ts";
import { s3Store } from "./s3.ts";

const stores = new WeakMap<Env, ObjectStore>();

/** The store that the environment names: S3 where `S3_*` is set, else the folder `STORAGE_DIR`. */
export function objectStore(): ObjectStore {
  const settings = env();
  const known = stores.get(settings);
  if (known !== undefined) return known;
  const store = open(settings);
  stores.set(settings, store);
  return store;
}

function open(settings: Env): ObjectStore {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  if (S3_ENDPOINT && S3_REGION && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY) {
    return s3Store({
      endpoint: S3_ENDPOINT,
      region: S3_REGION,
      bucket: S3_BUCKET,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    });
  }
  return localFolder(settings.STORAGE_DIR);
}
