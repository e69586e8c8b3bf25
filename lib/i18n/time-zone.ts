/**
 * All of Kazakhstan lives at UTC+5 since 1 March 2024. The fixed zone is used on purpose: `Asia/Almaty` is UTC+6 in
 * older ICU data, and instants before 2024 are shown in the time in force today, as the legal deadlines are counted.
 * (`Etc/GMT-5` is UTC+5: the sign of these names is turned round.)
 */
export const timeZone = "Etc/GMT-5";
