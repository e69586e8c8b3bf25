"use client";

export { ErrorPage as default } from "#app/_ui/trouble.tsx";
