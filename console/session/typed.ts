/** What somebody has typed into forms that they have not sent, in this tab. It is kept nowhere else. */
const typed = new Map<string, unknown>();
let owner: string | null = null;

/** Whose tab it is now: of anybody else's nothing stays. */
export function ownTyped(person: string): void {
  if (owner !== person) typed.clear();
  owner = person;
}

export function typedInto<T>(form: string, initial: T): T {
  return typed.has(form) ? (typed.get(form) as T) : initial;
}

export function keepTyped(form: string, value: unknown): void {
  typed.set(form, value);
}

/** What a form has sent; all of it if none is named. */
export function forgetTyped(form?: string): void {
  if (form === undefined) typed.clear();
  else typed.delete(form);
}
