// node:https: nothing in a worker is encrypted; superagent only wants to know that it is there.
export * from './http.ts';
export { default } from './http.ts';
