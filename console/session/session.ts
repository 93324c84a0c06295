import type { PersonPrincipal } from '../../src/identity/identity.contract.js';
import { answers, useRead } from '../api/answers.js';
import { ask } from '../api/ask.js';
import { reads } from '../api/reads.js';

const CHANNEL = 'sluice-session';
const ended = new BroadcastChannel(CHANNEL);

/** Forgets every answer. The server has the rest forgotten by Clear-Site-Data. */
export function forgetAnswers(): void {
  answers.clear();
}

/** Calls back when this browser's session was ended in another tab. */
export function whenEndedElsewhere(then: () => void): () => void {
  const heard = (): void => {
    forgetAnswers();
    then();
  };
  ended.addEventListener('message', heard);
  return () => {
    ended.removeEventListener('message', heard);
  };
}

/** Ends the session here and in all tabs. Whatever the gateway answers, nothing of it stays on any page. */
export async function signOut(): Promise<void> {
  try {
    await ask('/v1/sessions/current', { method: 'DELETE' });
  } finally {
    forgetAnswers();
    ended.postMessage('ended');
  }
}

/** Who is signed in. Pages below the frame are shown to a person only. */
export function usePerson(): PersonPrincipal {
  const { data } = useRead(reads.session);
  if (data?.kind !== 'person') throw new Error('nobody is signed in');
  return data;
}
