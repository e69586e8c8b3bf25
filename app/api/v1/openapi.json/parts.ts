export function parameter(
  name: string,
  place: "path" | "query",
  required: boolean,
  schema: object,
  description: string,
) {
  return { name, in: place, required, schema, description };
}

export function json(description: string, properties: object) {
  const schema = { type: "object", properties };
  return { description, content: { "application/json": { schema } } };
}

export function text(type: string) {
  return { description: type, content: { [type]: { schema: { type: "string" } } } };
}

export function operation(summary: string, parameters: readonly object[], answer: object) {
  const schema = { $ref: "#/components/schemas/Problem" };
  const refused = { description: "Refused", content: { "application/problem+json": { schema } } };
  return { summary, parameters, responses: { 200: answer, "4XX": refused } };
}

export const region = parameter(
  "region",
  "path",
  true,
  { type: "string" },
  "The region's name in addresses",
);
