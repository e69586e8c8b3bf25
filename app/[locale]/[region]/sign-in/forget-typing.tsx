"use client";

import { useEffect } from "react";

import { forgetTyping } from "../apply/_wizard/kept-typing.ts";

/** Stands on the page that says «you have signed out»: what was typed and not saved goes with the person. */
export function ForgetTyping() {
  useEffect(() => forgetTyping(sessionStorage), []);
  return null;
}
