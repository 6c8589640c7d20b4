/** The tasks that the explanations link to. Their pages are recorded together with the answers. */
export const linkedTasks = [
  '2.2',
  '2.4',
  '3.1',
  '3.3',
  '3.4',
  '3.6',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
] as const;

export type LinkedTask = (typeof linkedTasks)[number];
