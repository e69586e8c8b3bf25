/**
 * The mistakes that machine translation makes in Kazakh, as patterns (docs/wording.md explains each). A pattern meets
 * one wording at a time, with `{placeholders}` in place and a digit for `#`.
 */
type Rule = { readonly name: string; readonly pattern: RegExp };

const word = (text: string) => new RegExp(`(?<!\\p{L})(?:${text})(?!\\p{L})`, "iu");
const months = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан";
const cases = "ы|і|ын|ін|ға|ге|дан|ден|да|де|дың|дің|ды|ді|ыңыз|іңіз";

const kazakhRules: readonly Rule[] = [
  {
    name: "plural after a numeral",
    pattern: new RegExp(
      `(?:\\d|\\{n\\})[ \\u00a0](?!жыл)(?:\\p{L}+[ \\u00a0])?\\p{L}+(?:лар|лер|дар|дер|тар|тер)(?:${cases})?(?!\\p{L})`,
      "iu",
    ),
  },
  { name: "ordinal with an ending", pattern: /\d-(?:ші|шы|інші|ыншы|нші|ншы)/u },
  {
    // {month} comes with its ending from date.monthTo and date.monthFrom.
    name: "placeholder that would have to be declined",
    pattern:
      /\{(?!month\})\w+\}(?:[ \u00a0](?:дейін|бастап|кейін|мен|бен|пен|ма|ме|ба|бе|па|пе)(?!\p{L})|-(?:ға|ге|қа|ке|нан|нен|дан|ден|тан|тен|ның|нің|дың|дің|тың|тің|ды|ді|ты|ті|ны|ні|да|де|та|те|мен|бен|пен|с?[ыі]н?(?:да|де|ың|ің|а|е|ан|ен)?)(?!\p{L}))/iu,
  },
  {
    name: "month without an ending",
    pattern: new RegExp(`(?:${months})[ \\u00a0](?:дейін|бастап|кейін)`, "iu"),
  },
  { name: "жүктеу for two opposite things", pattern: word("жүктеу|жүктеңіз") },
  { name: "бағыт for a referral", pattern: word("бағыт|бағытты|бағыттың") },
  { name: "calque of зачислить", pattern: word("тізімге енгізу|есепке алу") },
  { name: "a person is not a privilege", pattern: /жеңілдікші|льготник/iu },
  { name: "one word for an application", pattern: word("өтінім|өтінімді|арыз|үндеу") },
  { name: "өтініш as please", pattern: /(?:^|[.!?] )өтініш,/iu },
  { name: "wrong case of қол қою", pattern: /өтінішке жазыл|өтінішті қол қ/iu },
  { name: "empty verb", pattern: /жүзеге асыр|тексеруді жүргіз|қол қоюды орында/iu },
  { name: "one word for a password", pattern: /пароль|құпия сөз|құпия код/iu },
  { name: "ата-ана is already both", pattern: word("ата-аналар") },
  { name: "сіздің without an ending", pattern: word("сіздің (?:өтініш|нөмір|орын|бала|кабинет)") },
  { name: "болып табылады", pattern: /болып табыл(?!атын)/iu },
  { name: "calque of если", pattern: word("егер|жағдайда") },
  {
    name: "calque of в течение",
    pattern: /(?:секунд|минут|сағат|күн|апта|ай) (?:ағымында|барысында)/iu,
  },
  {
    name: "the verb ends the sentence",
    pattern: /(?:^|[.!?] )(?:Басыңыз|Енгізіңіз|Таңдаңыз|Тексеріңіз|Растаңыз|Көрсетіңіз) [\p{L}«]/u,
  },
  {
    name: "wrong case of the verb",
    pattern: /жолдаманы бас тарт|орынды бас тарт|нұсқаулықты таныс|кезекке шығ/iu,
  },
  {
    name: "ending after an abbreviation",
    pattern:
      /ЭЦҚ-(?:пен|бен|ні|ге|ке|қа|ды|ді)|ЖСН-(?:ны|ні|ға|ның|пен|бен)|SMS-(?:ды|ді|ты|ға|ге|бен|мен)|МДҰ-(?:ге|ні|ке|де)|NCALayer-(?:ға|ны|ды|пен|бен)|ХҚО-(?:ге|де|ні)|АХАТ-(?:дан|ға)|PDF-(?:ды|ді|ты)|МБ-(?:ға|дан)/u,
  },
  { name: "person-first wording", pattern: /мүгедек(?!тік|тіг)/iu },
  { name: "double passive", pattern: /тіркелінді|жіберілінді|тіркелген болды/iu },
  { name: "blame instead of advice", pattern: /қате!|пішім|әкімшіге хабарлас/iu },
  { name: "Russian letters", pattern: /[щъё]/iu },
  { name: "Russian words", pattern: word("и|в|на|для|или|что|это|по|из|за|нет|ваш|ваша|если") },
];

export function kazakhBreaches(wording: string): string[] {
  return kazakhRules.filter(({ pattern }) => pattern.test(wording)).map(({ name }) => name);
}
