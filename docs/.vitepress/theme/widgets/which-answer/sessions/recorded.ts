import { type RecordedAnswers, readRecording } from '../recording.ts';
import type { LinkedTask } from './linked-tasks.ts';
import recorded from './recorded.json' with { type: 'json' };

export const recording = readRecording(recorded as RecordedAnswers<LinkedTask>);
