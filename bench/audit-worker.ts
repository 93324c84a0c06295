import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { frontierOfTexts, textsIn } from './audit-texts.js';

const shared = z.instanceof(SharedArrayBuffer);
const texts = textsIn(z.object({ bytes: shared, ends: shared }).parse(workerData));
const Part = z.object({ start: z.number(), end: z.number() });

parentPort?.on('message', (message: unknown) => {
  const { start, end } = Part.parse(message);
  parentPort?.postMessage(frontierOfTexts(texts, start, end).nodes);
});
