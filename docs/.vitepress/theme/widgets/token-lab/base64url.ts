/** base64url, without padding (RFC 7515 §2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The same of a text, in UTF-8. */
export function encodeText(text: string): string {
  return encodeBase64url(new TextEncoder().encode(text));
}

/** What base64url stands for, or what is wrong with it. */
export type Decoded =
  { bytes: Uint8Array<ArrayBuffer>; fault?: undefined } | { bytes?: undefined; fault: string };

/**
 * Decodes base64url to the letter: no padding, no other alphabet, no bits left over (RFC 4648 §3.5),
 * as chapter 1's `decodeSegment` does. The fault completes a sentence that begins "The header".
 */
export function decodeBase64url(text: string): Decoded {
  const stray = /[^A-Za-z0-9_-]/u.exec(text)?.[0];
  if (stray !== undefined) return { fault: `is not base64url: it has ${nameOf(stray)} in it.` };
  const bytes = lenientBytes(text);
  if (!bytes || encodeBase64url(bytes) !== text) {
    return { fault: 'is not base64url: its last character is impossible.' };
  }
  return { bytes };
}

/** `atob` forgives left-over bits, and throws for a length that no bytes have. */
function lenientBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function nameOf(character: string): string {
  if (character === '\n' || character === '\r') return 'a line end';
  if (/\s/.test(character)) return 'a space';
  return `“${character}”`;
}
