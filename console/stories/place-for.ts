import { answers, answerTo } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { pageSubject } from '../frame/freeze/page-subject.js';
import { kindOf } from '../pages/transfer/acts-of.js';

/** Where whoever has just signed in has something to do: here, if the page's transfer waits for them, else at home. */
export async function placeFor(path: string): Promise<string> {
  const subject = pageSubject(path);
  if (subject?.kind !== 'transfer') return '/';
  try {
    const [person, transfer] = await Promise.all([
      answers.query(answerTo(reads.session)),
      answers.query(answerTo(reads.transfer(subject.id))),
    ]);
    return kindOf(transfer, person.id) === undefined ? '/' : path;
  } catch {
    return '/'; // not theirs to see, or not to be had now: home says which
  }
}
