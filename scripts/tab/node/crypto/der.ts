import { Buffer } from '../buffer.ts';
import { bytesOfNumber, numberOf } from './bytes.ts';

/** A value of DER (X.690): its tag, and what is in it. */
export interface DerValue {
  tag: number;
  body: Uint8Array;
  /** Where the next one begins. */
  end: number;
}

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OID = 0x06;
export const SEQUENCE = 0x30;

/** Something that is not DER, or not what was expected there. */
export class NotDer extends Error {
  readonly code = 'NOT_DER';
}

/** Reads the value that begins at an index. */
export function readDer(bytes: Uint8Array, at = 0): DerValue {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new NotDer('It ends too early.');
  let length = first;
  let start = at + 2;
  if (first & 0x80) {
    const digits = first & 0x7f;
    if (digits === 0 || digits > 4) throw new NotDer('A length like that has no value.');
    length = Number(numberOf(bytes.subarray(start, start + digits)));
    start += digits;
  }
  const end = start + length;
  if (end > bytes.length) throw new NotDer('It ends too early.');
  return { tag, body: bytes.subarray(start, end), end };
}

/** The values in a sequence. */
export function readSequence(value: DerValue | undefined, tag = SEQUENCE): DerValue[] {
  const body = bodyOf(value, tag);
  const values: DerValue[] = [];
  for (let at = 0; at < body.length; at = values.at(-1)?.end ?? at) values.push(readDer(body, at));
  return values;
}

export function readInteger(value: DerValue | undefined): bigint {
  return numberOf(bodyOf(value, INTEGER));
}

/** What is in a value that must have this tag. */
export function bodyOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new NotDer('Something else was expected there.');
  return value.body;
}

export function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = bytesOfNumber(BigInt(body.length));
  const length =
    body.length < 0x80 ? size : Buffer.concat([Buffer.from([0x80 | size.length]), size]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

export function derInteger(number: bigint): Buffer {
  const bytes = bytesOfNumber(number);
  // Without the zero it would be a negative one.
  return der(INTEGER, ...((bytes[0] ?? 0) & 0x80 ? [Buffer.from([0])] : []), bytes);
}

export function derOid(hex: string): Buffer {
  return der(OID, Buffer.from(hex, 'hex'));
}
