/** The tasks that the explanations link to. Their pages are recorded together with the answers. */
export const linkedTasks = [
  '5.1',
  '5.2',
  '7.1',
  '7.2',
  '7.3',
  '7.4',
  '7.5',
  '8.1',
  '8.2',
  '8.3',
  '8.4',
  '8.5',
  '9.1',
  '9.2',
  '9.3',
  '9.4',
  '9.5',
] as const;

export type LinkedTask = (typeof linkedTasks)[number];
