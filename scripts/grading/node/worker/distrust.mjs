// All that is done about code that may want a better grade than it deserves.
export { refusalOf } from './allowed-imports.mjs';
export { lockDown } from './lock-down.mjs';
