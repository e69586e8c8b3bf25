import { headers } from "next/headers";
import { isPhoneOrTablet } from "./phone.ts";

/** Whether the page is probably read on the telephone itself: decides what stands first, and hides nothing. */
export async function probablyOnPhone(): Promise<boolean> {
  const list = await headers();
  return isPhoneOrTablet({
    userAgent: list.get("user-agent") ?? "",
    mobile: list.get("sec-ch-ua-mobile") === "?1",
    touchPoints: 0,
  });
}
