/** Texts that Kazakh and Russian rightly write alike; everything else that coincides is a text forgotten. */
export const sameInBoth: readonly string[] = [
  "Алгоритм",
  "Аудитор",
  "Ваучер",
  "Импорт",
  "Кезек",
  "Портал",
  "Профиль",
  "С",
  "{n}\u00a0м",
  "{n}\u00a0км",
  "{n}\u00a0КБ",
  "{n}\u00a0МБ",
];
