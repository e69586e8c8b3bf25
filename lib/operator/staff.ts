import { currentInstant } from "#db/demo-clock.ts";
import { staffRoles, type StaffRole } from "#lib/access/actor.ts";
import { readBelievedIin } from "#lib/identity/iin.ts";
import { parseEmail } from "#lib/identity/email.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { env } from "#lib/platform/env.ts";
import { listPortals, portalBySlug } from "#lib/regions/views.ts";
import { grantRole, revokeRole, rolesOf } from "#lib/sign-in/staff-roles.ts";
import { exit, read, refused, say, textOf, withPortal, withRegion, wrong } from "./command-line.ts";

const grantUsage =
  "IIN --role ROLE --region SLUG [--name NAME] [--login EMAIL] [--kindergarten SLUG] [--invite] [--json]";
const revokeUsage = "IIN --role ROLE --region SLUG [--ground TEXT] [--json]";
const roleLine = `ROLE: ${staffRoles.join(", ")}; platform_admin is of no region and goes without --region`;

/**
 * `kezek staff grant`: gives a role. Whoever has an electronic signature comes in with it at once; with `--login` the
 * command prints a link by which the person sets a password, once, within three days.
 * @returns 0 done (also where the role stood), 1 refused, 2 wrong usage
 */
export async function staffGrant(argv: string[]): Promise<number> {
  const given = read(argv, {
    role: { type: "string" },
    region: { type: "string" },
    name: { type: "string" },
    login: { type: "string" },
    kindergarten: { type: "string" },
    invite: { type: "boolean" },
    json: { type: "boolean" },
  });
  const whose = personOf(given);
  const values = given?.values ?? {};
  const [name, login, kindergarten] = [values["name"], values["login"], values["kindergarten"]].map(
    (value) => (typeof value === "string" ? value.trim() : undefined),
  );
  const again = values["invite"] === true;
  const isWrong =
    whose === null ||
    name === "" ||
    (name?.length ?? 0) > 200 ||
    kindergarten === "" ||
    (login !== undefined && !parseEmail(login).ok);
  if (isWrong) return wrong(`kezek staff grant ${grantUsage}\n${roleLine}`);
  const { json, iin, role, slug } = whose;
  return await inRegion(slug, json, async (regionId) => {
    const order = { iin, role, regionId, name, login, kindergarten, inviteAgain: again };
    const done = await grantRole(order, await currentInstant());
    if (!done.ok) return refused(done.code, grantRefusals[done.code], json);
    const { granted, invitation } = done.value;
    if (again && invitation === null)
      return refused("no-login", "Without --login there is nothing to be invited to", json);
    const link =
      invitation === null ? null : await linkOf(slug, invitation.token).catch(() => null);
    const words = [
      granted ? "Granted." : "The role stood already.",
      ...(done.value.login === null
        ? ["The person enters with an electronic signature."]
        : [`The person enters with an electronic signature, or as ${done.value.login}.`]),
      ...(link === null
        ? []
        : [
            `Hand this over; it sets a password, once, until ${invitation?.expiresAt.toISOString()}:`,
            link,
          ]),
    ];
    const told = { granted, login: done.value.login, invitation: link };
    const until = invitation?.expiresAt.toISOString() ?? null;
    say({ ok: true, ...told, invitationExpiresAt: until }, words.join("\n"), json);
    return exit.done;
  });
}

/**
 * `kezek staff revoke`: takes a role away and ends every session of the person.
 * @returns 0 done (also where it was taken away before), 1 refused, 2 wrong usage
 */
export async function staffRevoke(argv: string[]): Promise<number> {
  const given = read(argv, {
    role: { type: "string" },
    region: { type: "string" },
    ground: { type: "string" },
    json: { type: "boolean" },
  });
  const whose = personOf(given);
  const ground = textOf(given?.values["ground"]).trim() || "role revoked";
  if (whose === null || ground.length > 500)
    return wrong(`kezek staff revoke ${revokeUsage}\n${roleLine}`);
  const { json, iin, role, slug } = whose;
  return await inRegion(slug, json, async (regionId) => {
    const done = await revokeRole({ iin, role, regionId, ground }, await currentInstant());
    if (!done.ok) return refused(done.code, revokeRefusals[done.code], json);
    const { revoked, sessions } = done.value;
    const words = revoked ? `Revoked. Sessions ended: ${sessions}` : "It was revoked before.";
    say({ ok: true, revoked, sessions }, words, json);
    return exit.done;
  });
}

/** `kezek staff list`: who holds a role in a region, or, without one, in the platform. */
export async function staffList(argv: string[]): Promise<number> {
  const given = read(argv, { region: { type: "string" }, json: { type: "boolean" } });
  if (given === null || given.positionals.length > 0)
    return wrong("kezek staff list [--region SLUG] [--json]");
  const json = given.values["json"] === true;
  const slug = given.values["region"] === undefined ? null : textOf(given.values["region"]);
  return await inRegion(slug, json, async (regionId) => {
    const staff = await rolesOf(regionId);
    const lines = staff.map(({ iin, role, name, login }) =>
      [iin, role, name, login ?? ""].filter(Boolean).join("  "),
    );
    say({ ok: true, staff }, lines.join("\n") || "Nobody.", json);
    return exit.done;
  });
}

type Given = ReturnType<typeof read>;

/** Whose role, which and where; null where it is no such order. */
function personOf(given: Given) {
  const [typed, ...more] = given?.positionals ?? [];
  const iin = readBelievedIin(typed ?? "");
  const role = staffRoles.find((each): each is StaffRole => each === given?.values["role"]);
  const region = given?.values["region"];
  const isPlatform = role === "platform_admin";
  // The platform's people belong to no region, everybody else to one.
  const fits = isPlatform ? region === undefined : textOf(region) !== "";
  if (given === null || iin === null || role === undefined || !fits || more.length > 0) return null;
  const slug = isPlatform ? null : textOf(region);
  return { json: given.values["json"] === true, iin, role, slug };
}

async function inRegion(
  slug: string | null,
  json: boolean,
  work: (regionId: number | null) => Promise<number>,
): Promise<number> {
  return slug === null
    ? await withPortal(json, () => work(null))
    : await withRegion(slug, json, work);
}

/** In the region's portal; the platform's people set theirs in any. */
async function linkOf(slug: string | null, token: string): Promise<string> {
  const portal = slug === null ? (await listPortals())[0] : await portalBySlug(slug);
  if (!portal) throw new Error("there is no portal yet");
  const { origin } = new URL(env().NEXTAUTH_URL);
  return `${origin}/${defaultLocale}/${portal.slug}/sign-in/staff/invitation/${token}`;
}

const grantRefusals = {
  "region-required": "This role belongs to a region",
  "no-region-for-role": "The platform's administrator belongs to no region",
  "kindergarten-of-heads-only": "Only a head has a kindergarten",
  "no-kindergarten": "The region has no such kindergarten",
  "login-taken": "This login is another person's",
} as const;

const revokeRefusals = {
  "never-granted": "This person never held the role",
  "last-platform-admin": "This is the last administrator of the platform: grant another one first",
} as const;
