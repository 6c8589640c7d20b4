/**
 * A heading's id from its text. One that begins with a number stays so: a task's section is
 * `#3-2`, and links to it are written like that.
 */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
