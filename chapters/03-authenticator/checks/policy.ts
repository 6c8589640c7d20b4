import { appKeys } from '#check';

/** What the app accepts, in the shape of a TokenPolicy. */
export const POLICY = {
  publicKey: appKeys.publicKey,
  issuer: 'https://cairn.example',
  audience: 'https://cairn.example/api',
  maxLifetime: 3600,
  clockTolerance: 0,
};

/** The same policy as someone makes it whose environment lacks a variable. */
export function policyWithout(part: keyof typeof POLICY): typeof POLICY {
  return { ...POLICY, [part]: undefined } as never;
}

/**
 * How the checks' messages write a claim down: `iss "x"`, or that it isn't there. A character that
 * no one sees is written as its number.
 */
export function tokenWith(claim: string, value: unknown): string {
  return value === undefined
    ? `a token without ${claim}`
    : `a token with ${claim} ${JSON.stringify(value).replace(/\p{Cf}/gu, numberOf)}`;
}

const numberOf = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
