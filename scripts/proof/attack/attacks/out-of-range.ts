import { appKeys } from '../../../grading/check/kit.ts';
import { ours } from '../forge.ts';

/**
 * A good token whose signature s is s + n: the same number modulo n, in as many bytes. A verifier
 * that computes before it compares with n would take it, and one token would have two spellings.
 */
export function outOfRange(): string {
  const modulus = numberOf(String(appKeys.publicKey.export({ format: 'jwk' }).n));
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const token = ours({ jti: `attempt-${attempt}` });
    const [header, payload, signature = ''] = token.split('.');
    const sum = (numberOf(signature) + modulus).toString(16);
    // It has to fit into 2048 bits: about one in five does.
    if (sum.length > 512) continue;
    return `${header}.${payload}.${Buffer.from(sum.padStart(512, '0'), 'hex').toString('base64url')}`;
  }
  throw new Error('No signature is small enough: this key cannot be asked.');
}

function numberOf(encoded: string): bigint {
  return BigInt(`0x${Buffer.from(encoded, 'base64url').toString('hex')}`);
}
