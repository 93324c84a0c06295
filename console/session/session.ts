import { createContext, use } from 'react';
import type { PersonPrincipal, PrincipalView } from '../../src/identity/identity.contract.js';
import { answers } from '../api/answers.js';
import { ask } from '../api/ask.js';
import { reads } from '../api/reads.js';
import { keptPreferences } from '../frame/preferences.js';
import { forgetTyped } from './typed.js';

/** What happened to the session that all tabs share. */
type Told = 'ended' | 'begun';

const tabs = new BroadcastChannel('sluice-session');

// Whoever signs out leaves nothing behind, also where the session had ended before.
whenTold('ended', () => {
  forgetTyped();
});

/** Forgets every answer. The server has the rest forgotten by Clear-Site-Data. */
export function forgetAnswers(): void {
  answers.clear();
}

function whenTold(wanted: Told, then: () => void): () => void {
  const heard = ({ data }: MessageEvent<Told>): void => {
    if (data === wanted) then();
  };
  tabs.addEventListener('message', heard);
  return () => {
    tabs.removeEventListener('message', heard);
  };
}

/** Calls back when this browser's session was ended in another tab. */
export function whenEndedElsewhere(then: () => void): () => void {
  return whenTold('ended', () => {
    forgetAnswers();
    then();
  });
}

/** Calls back when somebody signed in in another tab: this one is theirs too now, whoever it was before. */
export function whenBegunElsewhere(then: () => void): () => void {
  return whenTold('begun', then);
}

/** Somebody has signed in: nothing of anybody else's stays in any tab. */
export function beginSession(): void {
  const isPrivate = ({ queryKey: [path] }: { readonly queryKey: readonly unknown[] }): boolean =>
    path !== reads.installation.path;
  answers.removeQueries({ type: 'inactive', predicate: isPrivate });
  void answers.resetQueries({ predicate: isPrivate });
  tabs.postMessage('begun' satisfies Told);
}

/** Ends the session here and in all tabs. Whatever the gateway answers, nothing of it stays on any page. */
export async function signOut(): Promise<void> {
  const putBack = keptPreferences();
  try {
    await ask('/v1/sessions/current', { method: 'DELETE' });
  } finally {
    // The gateway has everything cleared that is kept here, and that was no secret.
    putBack();
    forgetAnswers();
    forgetTyped();
    tabs.postMessage('ended' satisfies Told);
  }
}

/** Whose page it is. It outlives the answers: they are forgotten before the page is left. */
export const PersonContext = createContext<PrincipalView | null>(null);

/** Who is signed in. Pages below the frame are shown to a person only. */
export function usePerson(): PersonPrincipal {
  const principal = use(PersonContext);
  if (principal?.kind !== 'person') throw new Error('nobody is signed in');
  return principal;
}
