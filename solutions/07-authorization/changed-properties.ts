import { patchable } from '#api/reports.ts';

/**
 * The properties of a report that a patch is about, whatever their values: `{ "title": 5 }` is about
 * the title. Properties that no report has are left to validation.
 *
 * @param body what a client sent: any JSON, or undefined
 */
export function changedProperties(body: unknown): string[] {
  return patchable.filter((property) => Object.hasOwn(Object(body), property));
}
