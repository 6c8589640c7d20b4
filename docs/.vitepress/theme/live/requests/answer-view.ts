import { ref } from 'vue';

/** Whether the reader looks at answers as raw bytes: one choice for all of them. */
export const isRaw = ref(false);
