const LONGEST = 40;

/**
 * What somebody typed, in quotes, to be printed in a line of ours: cut when it is long, and without
 * any character that would break the line or do something to the terminal.
 */
export function quote(text: string): string {
  return `"${visible(text, LONGEST)}"`;
}

/**
 * A text as one line that can be printed, whatever is in it.
 *
 * @param longest as many characters are shown
 */
export function visible(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest + 1));
  const cut = characters.length > longest;
  const shown = characters.slice(0, longest).join('');
  return `${shown.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, picture)}${cut ? '…' : ''}`;
}

/** Lines that can be printed: a control character in them does nothing to the terminal. */
export function printable(lines: string): string {
  return lines.replace(/(?![\n\t])\p{Cc}/gu, picture);
}

/** `␛` for an escape, `␍` for a return: Unicode has a picture for each old control character. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}
