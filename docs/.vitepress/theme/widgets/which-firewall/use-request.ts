import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import type { Preset } from './presets.ts';
import type { CredentialsId, Method } from './routes.ts';
import { judge } from './verdict.ts';

/** How long typing has to rest before the verdict is read out, in milliseconds. */
const REST = 400;

/** The request that the reader looks at, and the verdict on it. */
export function useRequest() {
  const method = ref<Method>('DELETE');
  const path = ref('/x/../%61PI//reports/r-01');
  const sent = ref<CredentialsId>('nothing');
  /** Whether the page has come to life: until then, nothing can be changed. */
  const alive = ref(false);
  onMounted(() => (alive.value = true));

  const verdict = computed(() => judge(method.value, path.value, sent.value));
  /** The verdict's sentence, for whoever hears it: not at every letter. */
  const said = ref(verdict.value.summary);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([method, path, sent], () => {
    clearTimeout(timer);
    timer = setTimeout(() => (said.value = verdict.value.summary), REST);
  });
  onBeforeUnmount(() => clearTimeout(timer));

  function apply(preset: Preset): void {
    method.value = preset.method;
    path.value = preset.path;
    sent.value = preset.sent;
  }

  return { method, path, sent, alive, verdict, said, apply };
}
