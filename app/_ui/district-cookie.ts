/** The district chosen before signing in (manual 004), by KATO. The application's form offers it first. */
export const DISTRICT_COOKIE = "kezek-district";
