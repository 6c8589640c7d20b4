import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue';
import { encodeText } from './base64url.ts';
import { checkSignature, type SignatureCheck } from './check-signature.ts';
import { explainClaims, explainHeader } from './explain.ts';
import { packJson } from './json-text.ts';
import { useKeyring } from './keyring.ts';
import { canSign, type VerifyingKey } from './keys.ts';
import { COURSE_POLICY, judge, type Policy } from './policy.ts';
import { type LabPart, presetsOf } from './presets.ts';
import { type PartName, readToken } from './read-token.ts';
import { MAIL_TOKEN, SAMPLE_TIME, SAMPLE_TOKEN } from './samples.ts';
import { type Tampering, tamper } from './tamper.ts';
import { stateOf, tellVerdict } from './tell-verdict.ts';

/** Longer than any header that a server takes. */
const LONGEST = 20_000;

/**
 * The state of a token lab, and what one can do to it. It stands still, as the page was built, until
 * its component is mounted; then it makes its keys, and a token of this minute.
 */
export function useLab(part: LabPart) {
  const opening = part === 'read' ? MAIL_TOKEN : SAMPLE_TOKEN;
  /** Whether the reader can use it yet. */
  const alive = ref(false);
  /** Whether this page may sign and verify. */
  const secure = ref(true);

  // The token: the one text that all else follows.
  const token = ref(opening);
  const reading = computed(() => readToken(token.value));
  /** What the two JSON fields show. What someone types there is not laid out under their hands. */
  const texts = reactive(textsOf(opening));
  /** Why the last thing put in was not taken. */
  const refusal = ref('');

  // The clock.
  const tick = ref(SAMPLE_TIME);
  /** Minutes by which the lab's clock is ahead of the reader's. */
  const ahead = ref(0);
  const now = computed(() => tick.value + ahead.value * 60_000);

  const explained = computed(() => {
    const { header, payload } = reading.value;
    return {
      header: explainHeader(header.value ?? {}, header.doubles, now.value),
      payload: explainClaims(payload.value ?? {}, payload.doubles, now.value),
    };
  });

  // The key and the policy. Where no policy is shown, the key says which algorithm it is for.
  const keyring = useKeyring();
  const policy = reactive({ ...COURSE_POLICY, algorithms: [...COURSE_POLICY.algorithms] });
  const asked = computed<Policy>(() =>
    part === 'sign' ? { ...policy, algorithms: [keyring.algorithm.value] } : policy,
  );
  function resetPolicy(): void {
    Object.assign(policy, COURSE_POLICY, { algorithms: [...COURSE_POLICY.algorithms] });
    ahead.value = 0;
  }

  // The verdict. Checking a signature takes a moment; until it is done, the last verdict stands.
  const checked = shallowRef({ token: opening, signature: SAMPLE_CHECK });
  const judgement = computed(() =>
    judge(checked.value.token, asked.value, now.value, checked.value.signature),
  );
  const told = computed(() =>
    tellVerdict(judgement.value, part, checked.value.signature.forgeable === true),
  );
  async function check(): Promise<void> {
    const mine = token.value;
    const key = keyring.verifyingKey.value;
    const signature = await checkWith(mine, key);
    if (mine === token.value && key === keyring.verifyingKey.value) {
      checked.value = { token: mine, signature };
    }
  }

  /** What became of the signature; undefined where nobody asks for it. */
  const signatureState = computed(() => {
    if (part === 'read') return undefined;
    const rule = judgement.value.findings.find(({ id }) => id === 'signature');
    return stateOf(rule?.holds);
  });

  // Editing.
  /**
   * A whole token, pasted into any part, takes the place of the one that is there.
   *
   * @returns false for a text that is no whole token, and may go where it was pasted
   */
  function pasteToken(pasted: string): boolean {
    const text = pasted.trim().replace(/^Bearer +/i, '');
    if (!alive.value || (!text.includes('.') && text.length <= LONGEST)) return false;
    setToken(text);
    return true;
  }
  function setToken(text: string): void {
    tampering.value = undefined;
    if (refuses(text)) return;
    token.value = text;
    Object.assign(texts, textsOf(text));
  }
  function setSegment(name: PartName, text: string): void {
    setToken(replaced(token.value, name, text));
  }
  /** Puts what someone typed for JSON into the token, whether it is JSON or not. */
  async function setText(name: 'header' | 'payload', text: string): Promise<void> {
    tampering.value = undefined;
    if (refuses(text)) return;
    texts[name] = text;
    token.value = replaced(token.value, name, encodeText(isJson(text) ? packJson(text) : text));
    if (signsAgain.value && signFault.value === '') await signAsItStands();
  }
  function refuses(text: string): boolean {
    refusal.value =
      text.length > LONGEST
        ? `That is ${text.length.toLocaleString('en')} characters. No server accepts a token of that length, so the lab keeps the one it has.`
        : '';
    return refusal.value !== '';
  }

  // Signing.
  const signsAgain = ref(false);
  /** Why there is no signing now; empty where there is. */
  const signFault = computed(() => {
    const header = reading.value.header.value;
    if (keyring.fault.value) return keyring.fault.value;
    if (!header) return 'The header isn’t a JSON object: fix it first.';
    const { value: algorithm } = keyring.algorithm;
    return signsAgain.value && header['alg'] !== algorithm
      ? `alg isn’t ${algorithm}. The button sets it.`
      : '';
  });
  /** Signs header and payload, and has `alg` say how. */
  async function sign(): Promise<void> {
    const header = reading.value.header.value;
    const alg = keyring.algorithm.value;
    if (!header || keyring.fault.value) return;
    tampering.value = undefined;
    if (header['alg'] !== alg) {
      texts.header = JSON.stringify({ ...header, alg }, null, 2);
      token.value = replaced(token.value, 'header', encodeText(packJson(texts.header)));
    }
    await signAsItStands();
  }
  async function signAsItStands(): Promise<void> {
    const before = token.value;
    const input = before.split('.').slice(0, 2).join('.');
    const signature = await keyring.sign(input);
    // Someone may have typed on meanwhile.
    if (token.value === before) token.value = `${input}.${signature}`;
  }

  // Tampering.
  const tampering = shallowRef<Tampering & { before: string }>();
  const rounds = { header: 0, payload: 0, signature: 0 };
  function changeCharacter(name: PartName): void {
    const before = tampering.value?.before ?? token.value;
    const change = tamper(token.value, name, rounds[name]);
    if (!change) return;
    rounds[name] += 1;
    setToken(change.token);
    tampering.value = { ...change, before };
  }
  function putBack(): void {
    if (tampering.value) setToken(tampering.value.before);
  }

  // Presets.
  const presets = presetsOf(part);
  const presetId = ref(presets[0]!.id);
  const preset = computed(() => presets.find(({ id }) => id === presetId.value) ?? presets[0]!);
  /** Puts the chosen token in place, made anew, with all that depends on it in one step. */
  async function start(): Promise<void> {
    const chosen = preset.value;
    const made = secure.value ? await chosen.make(await keyring.ensurePair(), Date.now()) : opening;
    const kind = chosen.secret ? 'secret' : 'pair';
    const signature = await checkWith(made, keyring.verifyingKeyOf(kind));
    if (chosen !== preset.value) return;
    keyring.kind.value = kind;
    setToken(made);
    tick.value = Date.now();
    checked.value = { token: made, signature };
  }

  let timer: ReturnType<typeof setInterval> | undefined;
  let gone = false;
  onMounted(async () => {
    secure.value = canSign();
    if (secure.value) keyring.renewSecret();
    // Chapter 1's token is in place already, and wants no key.
    if (part !== 'read') await start();
    if (gone) return;
    watch([token, keyring.verifyingKey], check);
    tick.value = Date.now();
    timer = setInterval(() => {
      tick.value = Date.now();
    }, 1000);
    alive.value = true;
  });
  onBeforeUnmount(() => {
    gone = true;
    clearInterval(timer);
  });

  return {
    ahead,
    alive,
    changeCharacter,
    explained,
    judgement,
    keyring,
    now,
    pasteToken,
    policy,
    preset,
    presetId,
    presets,
    putBack,
    reading,
    refusal,
    resetPolicy,
    secure,
    setSegment,
    setText,
    sign,
    signatureState,
    signFault,
    signsAgain,
    start,
    tampering,
    texts,
    token,
    told,
  };
}

/** The lab, as its pieces get it. */
export type Lab = ReturnType<typeof useLab>;

/** What is known of the sample's signature, although nothing here can check it any more. */
const SAMPLE_CHECK: SignatureCheck = {
  holds: true,
  why: 'It was made with the private key of this public key.',
};

async function checkWith(token: string, key: VerifyingKey | undefined): Promise<SignatureCheck> {
  if (!canSign()) return { holds: false, why: 'It can’t be checked here, without WebCrypto.' };
  if (!key) return { holds: false, why: 'There is no key to check it with.' };
  return checkSignature(token, key);
}

/** A token with another text for a part. All that follows the second dot counts as the signature. */
function replaced(token: string, name: PartName, text: string): string {
  const [header = '', payload = '', ...rest] = token.split('.');
  if (name === 'header') return [text, payload, ...rest].join('.');
  if (name === 'payload') return [header, text, ...rest].join('.');
  return [header, payload, text].join('.');
}

function textsOf(token: string): { header: string; payload: string } {
  const { header, payload } = readToken(token);
  return { header: header.text, payload: payload.text };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
