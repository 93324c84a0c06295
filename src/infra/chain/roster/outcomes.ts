import { DomainError } from '../../../domain/errors.js';
import { type Json, canonicalJson } from '../../../domain/values/canonical-json.js';

/**
 * Whose answer is needed. 'all' for whatever decides, ends or freezes something. 'answering' only for what ends nothing:
 * there a silent provider is left out. Nobody who answers may ever dissent.
 */
export type Voices = 'all' | 'answering';

export interface Answer<T> {
  /** By its name. */
  readonly provider: string;
  readonly value: T;
}

interface Refusal {
  readonly provider: string;
  readonly error: unknown;
}

/** What one provider made of a question. */
export type Outcome<T> = Answer<T> | Refusal;

/**
 * The answers that stand for all. No error is silence but RPC_UNAVAILABLE: a provider that shows no such state, or
 * proves it badly, has answered.
 * @param tooFew why those who answer are too few to be believed
 * @throws DomainError RPC_UNAVAILABLE, RPC_DISAGREE, or the one code that all who answer have thrown
 */
export function standing<T>(
  outcomes: readonly Outcome<T>[],
  voices: Voices,
  tooFew: (answering: readonly string[]) => string | undefined,
): readonly Answer<T>[] {
  const answers = outcomes.filter((each): each is Answer<T> => 'value' in each);
  const errors = outcomes.flatMap((each) => ('error' in each ? [each.error] : []));
  // A fault in our own code must not pass as the chain's.
  const foreign = errors.find((each) => !(each instanceof DomainError));
  if (foreign !== undefined)
    throw foreign instanceof Error ? foreign : new TypeError('something that is no error was thrown');
  const silent = outcomes.filter((each) => 'error' in each && isSilence(each.error));
  const names = outcomes.filter((each) => !silent.includes(each)).map(({ provider }) => provider);
  const words = [...new Set(errors.filter(isSilence).map((each) => each.message))].join('; ');
  if (silent.length > 0 && (voices === 'all' || tooFew(names) !== undefined))
    throw new DomainError('RPC_UNAVAILABLE', words);
  const refusals = errors.filter((each) => each instanceof DomainError && !isSilence(each)) as DomainError[];
  const [first] = refusals;
  if (!first) return answers;
  if (answers.length === 0 && refusals.every(({ code }) => code === first.code)) throw first;
  throw new DomainError('RPC_DISAGREE', 'only some of the RPC providers show a state that can be read');
}

/** Whom the others do not bear out: who is not alike most of them; all, if no most of them are alike. */
export function dissenters<T>(
  answers: readonly Answer<T>[],
  alike: (one: T, other: T) => boolean,
): readonly string[] {
  const isBorneOut = ({ value }: Answer<T>): boolean =>
    answers.filter((each) => alike(value, each.value)).length * 2 > answers.length;
  const isOne = answers.every((one) => answers.every((other) => alike(one.value, other.value)));
  if (isOne) return [];
  const apart = answers.filter((each) => !isBorneOut(each));
  return (apart.length > 0 ? apart : answers).map(({ provider }) => provider);
}

function isSilence(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'RPC_UNAVAILABLE';
}

/** One text for whatever is one answer. */
export function comparable(answer: unknown): string {
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return canonicalJson(JSON.parse(text) as Json);
}
