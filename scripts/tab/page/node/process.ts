// node:process, as far as files that the page shares with Node ask it.
export default { pid: 1, env: {} as Record<string, string> };
