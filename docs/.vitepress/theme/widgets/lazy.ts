import {
  type Component,
  defineAsyncComponent,
  defineComponent,
  h,
  hydrateOnVisible,
  onBeforeUnmount,
  onMounted,
  ref,
} from 'vue';

/** True until the reader has gone on from the page they arrived at: that one is hydrated. */
let arriving = true;

/** To be told whenever the reader goes to another page. */
export function leaveFirstPage(): void {
  arriving = false;
}

/**
 * A widget whose code is fetched when the reader comes to see it. On the page they arrive at, its
 * markup is there from the start (and stays, without JavaScript) and comes to life once seen.
 */
export function whenSeen(loader: () => Promise<{ default: Component }>): Component {
  const Widget = defineAsyncComponent({
    loader: async () => (await loader()).default,
    hydrate: hydrateOnVisible({ rootMargin: '100px' }),
  });
  return defineComponent({
    inheritAttrs: false,
    setup(_props, { attrs, slots }) {
      const seen = ref(arriving);
      const place = ref<HTMLElement>();
      let observer: IntersectionObserver | undefined;
      onMounted(() => {
        if (seen.value || !place.value) return;
        observer = new IntersectionObserver(
          (entries) => {
            if (entries.some((entry) => entry.isIntersecting)) seen.value = true;
          },
          { rootMargin: '300px' },
        );
        observer.observe(place.value);
      });
      onBeforeUnmount(() => observer?.disconnect());
      return () =>
        h(
          'div',
          { ref: place, class: 'widget-place' },
          seen.value ? [h(Widget, attrs, slots)] : [],
        );
    },
  });
}
