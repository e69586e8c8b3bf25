import { newLogKey } from "./environment.ts";

/** A whole environment of production, as an operator's file holds it; no server of it exists. */
export const productionEnvironment = {
  APP_ENV: "production",
  DATABASE_URL: "postgres://kezek:secret@127.0.0.1:1/kezek",
  NEXTAUTH_URL: "https://balabaqsha.example.kz",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  S3_ENDPOINT: "https://s3.example.kz",
  S3_REGION: "kz",
  S3_BUCKET: "kezek",
  S3_ACCESS_KEY_ID: "id",
  S3_SECRET_ACCESS_KEY: "key",
  EDS_TRUST_DIR: "/etc/kezek/trust",
  REGISTRIES: "shep",
  SHEP_URL: "https://shep.example.kz",
  SHEP_SENDER_ID: "kezek",
  SHEP_PASSWORD: "secret",
  LOG_SIGNING_KEY: newLogKey(),
};
