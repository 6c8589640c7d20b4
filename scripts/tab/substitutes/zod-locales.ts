// zod's messages in languages of which the course uses one: the others are most of its weight.
export { default as en } from 'zod/v4/locales/en.js';
