import { SigningStopped } from './signer.js';

let isAsking = false;

/** One digest for each gesture: while somebody is asked for one signature, no other is asked for. */
export async function oneAtATime<T>(ceremony: () => Promise<T>): Promise<T> {
  if (isAsking)
    throw new SigningStopped('Another signature is asked for already. Answer or close that prompt first.');
  isAsking = true;
  try {
    return await ceremony();
  } finally {
    isAsking = false;
  }
}
