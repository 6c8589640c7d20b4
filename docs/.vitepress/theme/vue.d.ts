/// <reference types="vite/client" />

/** A single-file component, to TypeScript, which does not read them: their logic is in `.ts` files. */
declare module '*.vue' {
  import type { Component } from 'vue';
  const component: Component;
  export default component;
}
