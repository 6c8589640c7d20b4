import { computed, onMounted, ref } from 'vue';
import type { Preset } from './presets.ts';
import type { CredentialsId, Method } from './routes.ts';
import { judge } from './verdict.ts';

/** The request that the reader looks at, and the verdict on it. */
export function useRequest() {
  const method = ref<Method>('GET');
  const path = ref('/API/me');
  const sent = ref<CredentialsId>('nothing');
  /** Whether the page has come to life: until then, nothing can be changed. */
  const alive = ref(false);
  onMounted(() => (alive.value = true));

  const verdict = computed(() => judge(method.value, path.value, sent.value));

  function apply(preset: Preset): void {
    method.value = preset.method;
    path.value = preset.path;
    sent.value = preset.sent;
  }

  return { method, path, sent, alive, verdict, apply };
}
