import { putInPlace } from './helpers/put-in-place.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';
import { targetOf } from './helpers/target.ts';

const command = npmCommand(
  'solve',
  'Puts the solution in the place of your code, and keeps a copy of yours.',
).argument(
  '[task]',
  'a chapter, like 3, or a task, like 3.2; without it, the chapter that you are at',
);

await runCommand(command, (text: string | undefined) =>
  putInPlace(targetOf(text, 'solve'), 'solution', 'solve'),
);
