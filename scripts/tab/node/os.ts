// node:os: nothing is known of the machine.
export const EOL = '\n';
export const availableParallelism = () => navigator.hardwareConcurrency;
export const loadavg = () => [0, 0, 0];
export const platform = () => 'browser';
export const tmpdir = () => '/tmp';
export default { availableParallelism, EOL, loadavg, platform, tmpdir };
