import { encodeBase64url } from './base64url.ts';

/** An RSA key pair that this page made. Its private key cannot be taken out of it. */
export interface KeyPair {
  privateKey: CryptoKey;
  publicKey: PublicKey;
  /** The key's id: its JWK thumbprint (RFC 7638). */
  kid: string;
}

/** A public key, and the text that it came as: what a careless verifier may take for a secret. */
export interface PublicKey {
  kind: 'public';
  key: CryptoKey;
  text: string;
}

/** What a signature is checked with. */
export type VerifyingKey = PublicKey | { kind: 'secret'; text: string };

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const HS256 = { name: 'HMAC', hash: 'SHA-256' };

/** Whether signing and verifying work here: browsers give WebCrypto to secure contexts alone. */
export function canSign(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Makes a key pair for RS256, of 2048 bits. */
export async function makeKeyPair(): Promise<KeyPair> {
  const { subtle } = crypto;
  const algorithm = { ...RS256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey, publicKey } = await subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { e, kty, n } = await subtle.exportKey('jwk', publicKey);
  const thumbprint = await subtle.digest('SHA-256', bytesOf(JSON.stringify({ e, kty, n })));
  return {
    privateKey,
    publicKey: { kind: 'public', key: publicKey, text: await pemOf(publicKey) },
    kid: encodeBase64url(new Uint8Array(thumbprint)),
  };
}

/** A secret for HS256, as random as RFC 7518 §3.2 wants it: 256 bits. */
export function makeSecret(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** A public key as JWK text. */
export async function jwkOf({ key }: PublicKey): Promise<string> {
  const { kty, n, e } = await crypto.subtle.exportKey('jwk', key);
  return JSON.stringify({ kty, n, e }, null, 2);
}

/** An RS256 signature of a text, as base64url. */
export async function signWithRsa(input: string, key: CryptoKey): Promise<string> {
  const signature = await crypto.subtle.sign(RS256.name, key, bytesOf(input));
  return encodeBase64url(new Uint8Array(signature));
}

/** An HS256 seal of a text, as base64url. */
export async function sealWithSecret(input: string, secret: string): Promise<string> {
  const key = await secretKey(secret, 'sign');
  return encodeBase64url(new Uint8Array(await crypto.subtle.sign(HS256.name, key, bytesOf(input))));
}

/** Whether an RS256 signature is this key's, for this text. */
export function fitsRsa(
  input: string,
  signature: Uint8Array<ArrayBuffer>,
  key: CryptoKey,
): Promise<boolean> {
  return crypto.subtle.verify(RS256.name, key, signature, bytesOf(input));
}

/** Whether an HS256 seal was made with this secret, for this text. */
export async function fitsSecret(
  input: string,
  signature: Uint8Array<ArrayBuffer>,
  secret: string,
): Promise<boolean> {
  const key = await secretKey(secret, 'verify');
  return crypto.subtle.verify(HS256.name, key, signature, bytesOf(input));
}

/** A public key read, or why it was not. */
export type ReadKey = { key: PublicKey; fault?: undefined } | { key?: undefined; fault: string };

/** Reads a public RSA key that someone pasted: SPKI in PEM (RFC 7468 §13), or a JWK (RFC 7517). */
export async function readPublicKey(text: string): Promise<ReadKey> {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: 'Paste a public key: SPKI in PEM, or a JWK.' };
  const fault = privateFault(trimmed) ?? otherKindFault(trimmed);
  if (fault !== undefined) return { fault };
  const jwk = trimmed.startsWith('{');
  const key = await (jwk ? importJwk(trimmed) : importPem(trimmed)).catch(() => undefined);
  if (!key) return { fault: `That is not a public RSA key in ${jwk ? 'a JWK' : 'SPKI form'}.` };
  const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
  if (modulusLength < 2048) {
    return { fault: `It has ${modulusLength} bits; RS256 wants 2048 or more (RFC 7518 §3.3).` };
  }
  return { key: { kind: 'public', key, text } };
}

function privateFault(text: string): string | undefined {
  const isPrivate = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || /"d"\s*:/.test(text);
  return isPrivate
    ? 'That is a private key. Nothing was sent; still, do not paste it into pages.'
    : undefined;
}

function otherKindFault(text: string): string | undefined {
  if (text.includes('-----BEGIN CERTIFICATE-----')) {
    return 'That is a certificate. `openssl x509 -pubkey -noout` takes the public key out of it.';
  }
  if (text.includes('-----BEGIN RSA PUBLIC KEY-----')) {
    return 'That is PKCS#1. `openssl rsa -RSAPublicKey_in -pubout` makes SPKI of it.';
  }
  if (!text.startsWith('{') && !text.includes('-----BEGIN PUBLIC KEY-----')) {
    return 'A key in PEM begins with -----BEGIN PUBLIC KEY-----, and a JWK with {.';
  }
  return undefined;
}

async function importPem(pem: string): Promise<CryptoKey> {
  const base64 = /-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  const der = Uint8Array.from(atob(base64 ?? '!'), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('spki', der, RS256, true, ['verify']);
}

/** Only the numbers count: `use`, `alg` and `key_ops` may be set for something else. */
async function importJwk(text: string): Promise<CryptoKey> {
  const { kty, n, e }: JsonWebKey = JSON.parse(text);
  return crypto.subtle.importKey('jwk', { kty: kty!, n: n!, e: e! }, RS256, true, ['verify']);
}

async function pemOf(key: CryptoKey): Promise<string> {
  const der = new Uint8Array(await crypto.subtle.exportKey('spki', key));
  const base64 = btoa(String.fromCharCode(...der));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}

function secretKey(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(secret), HS256, false, [use]);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
