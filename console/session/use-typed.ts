import { useState } from 'react';
import { usePerson } from './session.js';
import { keepTyped, ownTyped, typedInto } from './typed.js';

/**
 * State of a form that outlives the end of a session, for whoever typed it to go on with once they have signed in again.
 * Never for a secret.
 */
export function useTyped<T>(form: string, initial: T): readonly [T, (value: T) => void] {
  const { id } = usePerson();
  const [value, setValue] = useState<T>(() => {
    ownTyped(id);
    return typedInto(form, initial);
  });
  const set = (next: T): void => {
    keepTyped(form, next);
    setValue(next);
  };
  return [value, set];
}
