export { NotFoundPage as default } from "#app/_ui/trouble.tsx";
