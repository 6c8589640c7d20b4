/** Whether a process lives: one of somebody else's counts, too. */
export function isAlive(pid: number): boolean;
