/** A section of an RFC: `7519 §4.1.4`. */
export type Section = `${number} §${string}`;

/** Where to read it. */
export function linkTo(section: Section): string {
  const [rfc, number] = section.split(' §');
  return `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}`;
}
