/** What a failed check said, as two hashes: what it looked at, and how that came out. */
export interface Fingerprint {
  /** Of the words before "expected:": which case failed. */
  subject: string;
  /**
   * Of the rest: what was expected and what was received. Empty when something was thrown by mistake:
   * anything may be wrong then, a misspelled name as well, and all of the words are the subject.
   */
  outcome: string;
}

/**
 * The fingerprint of a check's message. Two learners who make the same mistake get the same one: their
 * own lines, and numbers, ids, tokens and times are left out.
 */
export function fingerprintOf(message: string): Fingerprint {
  const text = normalize(message);
  const at = text.search(/^(expected: |received: |- expected, |must not )/m);
  const isThrown = at === -1 || /\b(Reference|Type|Syntax|Range)Error\b/.test(text);
  return isThrown
    ? { subject: hash(text), outcome: '' }
    : { subject: hash(text.slice(0, at)), outcome: hash(text.slice(at)) };
}

/** Whether a message says that time was up: on another machine it may not be. */
export function isLate(message: string): boolean {
  return /No answer within|Time was up/.test(message);
}

function normalize(message: string): string {
  return (
    message
      // Lines of the learner's own code, and places in it.
      .replace(/^\s*>?\s*\d* \|.*\n?/gm, '')
      .replace(/(chapters|solutions)\/[^\s:]+\.ts(:\d+:\d+)?: ?/g, '')
      .replace(/(Your app logged an error meanwhile:\s+\w*).*/s, '$1')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, 'time')
      .replace(/eyJ[\w-]+(\.[\w-]*)*/g, 'token')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'id')
      .replace(/[\w+/-]{20,}={0,2}/g, 'id')
      // A status, or the bits of an algorithm, tell one mistake from another; a time or a port doesn't.
      .replace(/-?\d[\d.,]{3,}/g, 'number')
      .trim()
  );
}

/** FNV-1a, 32 bits. It finds what looks the same, and has nothing to protect. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value.toString(36);
}
