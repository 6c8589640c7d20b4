import { decodeBase64url } from './base64url.ts';
import { findDoubles, packJson, spreadJson } from './json-text.ts';

/** A token's parts, in order. */
export const PARTS = ['header', 'payload', 'signature'] as const;
export type PartName = (typeof PARTS)[number];

/** A JSON object: the shape of a header and of a payload. */
export type JsonObject = Record<string, unknown>;

/** A header or a payload, as far as it can be read. */
export interface ObjectReading {
  /** What it says, to be shown: JSON on several lines, or the text that was meant to be some. */
  text: string;
  /** Undefined where there is a fault. */
  value?: JsonObject;
  /** What is wrong with its base64url. */
  segmentFault?: string;
  /** What is wrong with what that stands for. */
  textFault?: string;
  /** Members that stand more than once. */
  doubles: string[];
}

/** A token taken apart, as far as it comes apart. Nothing here is proven. */
export interface TokenReading {
  /** What stands between the dots: three, in a token. */
  segments: string[];
  header: ObjectReading;
  payload: ObjectReading;
  signature: { bytes?: Uint8Array<ArrayBuffer>; segmentFault?: string };
  countFault?: string;
}

/** Takes a token apart by the rules of chapter 1's `decodeToken`, and tells all faults at once. */
export function readToken(token: string): TokenReading {
  const segments = token.split('.');
  const [header = '', payload = '', signature = ''] = segments;
  const { bytes, fault } = decodeBase64url(signature);
  return {
    segments,
    header: readPart(header, 'header'),
    payload: readPart(payload, 'payload'),
    signature: bytes ? { bytes } : { segmentFault: `The signature ${fault}` },
    ...(segments.length !== 3 && { countFault: miscount(segments.length) }),
  };
}

/** The first fault of a token, in the order in which a reader of it would find them. */
export function firstFault({ header, payload, signature, countFault }: TokenReading) {
  return (
    countFault ??
    header.segmentFault ??
    header.textFault ??
    payload.segmentFault ??
    payload.textFault ??
    signature.segmentFault
  );
}

/** A part in one line: its JSON, or its text where that is none. */
export function lineOf(reading: TokenReading, name: PartName): string {
  const json =
    name === 'signature' ? undefined : reading[name].value && packJson(reading[name].text);
  return json ?? (reading.segments[PARTS.indexOf(name)] || 'empty');
}

function miscount(count: number): string {
  const fault = `A token has three parts, separated by dots. This one has ${count}.`;
  return count === 5 ? `${fault} An encrypted token has five (RFC 7516 §3.1).` : fault;
}

function readPart(segment: string, part: PartName): ObjectReading {
  const { bytes, fault } = decodeBase64url(segment);
  if (!bytes) return { text: '', segmentFault: `The ${part} ${fault}`, doubles: [] };
  try {
    return readJson(utf8.decode(bytes), part);
  } catch {
    return {
      text: new TextDecoder().decode(bytes),
      textFault: `The ${part} is not UTF-8.`,
      doubles: [],
    };
  }
}

function readJson(text: string, part: PartName): ObjectReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { text, textFault: `The ${part} is not JSON${placeOf(error)}.`, doubles: [] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { text, textFault: `The ${part} is not a JSON object.`, doubles: [] };
  }
  if (isDeeper(value, MAX_DEPTH)) {
    return { text, textFault: `The ${part} is nested too deeply.`, doubles: [] };
  }
  return { text: spreadJson(text), value: value as JsonObject, doubles: findDoubles(text) };
}

/** Where JSON.parse gave up; not every browser says. */
function placeOf(error: unknown): string {
  const [, line, column] = /line (\d+),? column (\d+)/.exec(String(error)) ?? [];
  return line ? `: see line ${line}, character ${column}` : '';
}

/** As deep as chapter 1 reads: a reader may set a limit (RFC 8259 §9). */
const MAX_DEPTH = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** `fatal` throws where bytes are not UTF-8; by default they would become `�`, silently. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
