import { computed, ref, shallowRef, watch } from 'vue';
import {
  type KeyPair,
  makeKeyPair,
  makeSecret,
  readPublicKey,
  type ReadKey,
  sealWithSecret,
  signWithRsa,
  type VerifyingKey,
} from './keys.ts';

/** What signs, and what checks: a key pair of this page, one secret for both, a pasted public key. */
export type KeyKind = 'pair' | 'secret' | 'pasted';

/** The lab's keys, and which of them is in use. None is there before it is asked for. */
export function useKeyring() {
  const kind = ref<KeyKind>('pair');
  const pair = shallowRef<KeyPair>();
  const secret = ref('');
  const pasted = ref('');
  const pastedKey = shallowRef<ReadKey>({ fault: '' });

  watch(pasted, async (text) => {
    const key = await readPublicKey(text);
    if (text === pasted.value) pastedKey.value = key;
  });

  /** What a signature is checked with; undefined without a key. */
  const verifyingKey = computed(() => verifyingKeyOf(kind.value));
  function verifyingKeyOf(wanted: KeyKind): VerifyingKey | undefined {
    if (wanted === 'secret') return { kind: 'secret', text: secret.value };
    return wanted === 'pasted' ? pastedKey.value.key : pair.value?.publicKey;
  }

  const algorithm = computed(() => (kind.value === 'secret' ? 'HS256' : 'RS256'));

  /** Why the key in use cannot sign; empty when it can. */
  const fault = computed(() => {
    if (kind.value === 'pasted') return 'A public key can verify, but not sign.';
    if (kind.value === 'secret' && secret.value === '') return 'The secret is empty.';
    return '';
  });

  /** The signature of a text, with the key in use: as base64url. */
  async function sign(input: string): Promise<string> {
    return kind.value === 'secret'
      ? sealWithSecret(input, secret.value)
      : signWithRsa(input, (await ensurePair()).privateKey);
  }

  let making: Promise<KeyPair> | undefined;
  async function ensurePair(): Promise<KeyPair> {
    making ??= makeKeyPair();
    pair.value = await making;
    return pair.value;
  }
  async function renewPair(): Promise<void> {
    making = undefined;
    await ensurePair();
  }
  function renewSecret(): void {
    secret.value = makeSecret();
  }

  return {
    algorithm,
    ensurePair,
    fault,
    kind,
    pair,
    pasted,
    pastedKey,
    renewPair,
    renewSecret,
    secret,
    sign,
    verifyingKey,
    verifyingKeyOf,
  };
}
