import type { z } from 'zod';
import { ChangeDetail, ChangePage, type ChangeView } from '../../changes/changes.contract.js';
import { idPattern } from '../../domain/values/identifier.js';
import { InboxPage } from '../../inbox/inbox.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { oneOf } from '../naming/names.js';
import { misused, mismatched, notFound } from '../terminal/failures.js';

const ID = idPattern('chg');
const PAGE = '200';

/** The argument of commands about one change. */
export const CHANGE = 'its id; of open changes also the name of what they change, or its id';

/** The id of the change that is meant. Only open ones have a name: there may be many ended ones of the same object. */
export async function changeCalled(gateway: Gateway, wanted: string): Promise<string> {
  if (ID.test(wanted)) return wanted;
  const open = await openChanges(gateway);
  const bySubject = open.filter(({ subject }) => subject === wanted);
  if (bySubject.length === 1 && bySubject[0]) return bySubject[0].id;
  if (open.length === 0)
    throw notFound(`no open change is called ${wanted}: there is none. Ended ones: sluice change list`);
  const named = open.map(({ id, objectLabel, subject }) => ({
    ...{ id, name: objectLabel ?? subject, address: null },
  }));
  return oneOf('open change', named, wanted).id;
}

/** The one that is named; if none is, the only one that the reader can answer. */
export async function changeOrOnly(gateway: Gateway, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) return changeCalled(gateway, wanted);
  const { data } = await gateway.get('/v1/inbox', InboxPage);
  return onlyOne(
    data
      .filter(({ kind }) => kind === 'answer')
      .map(({ subject, words }) => ({ id: subject.id, words: words?.split('\n', 1)[0] ?? '' })),
    'no change waits for your answer: sluice change list shows all',
  );
}

/** The one that is named; if none is, the only open one that this person proposed. */
export async function ownChange(
  gateway: Gateway,
  wanted: string | undefined,
  person: string,
): Promise<string> {
  if (wanted !== undefined) return changeCalled(gateway, wanted);
  const open = await openChanges(gateway);
  return onlyOne(
    open
      .filter(({ proposer }) => proposer === person)
      .map(({ id, sentences }) => ({ id, words: sentences[0] ?? '' })),
    'no open change is your own: sluice change list shows all',
  );
}

function onlyOne(all: readonly { readonly id: string; readonly words: string }[], none: string): string {
  const [one, ...others] = all;
  if (!one) throw notFound(none);
  if (others.length === 0) return one.id;
  throw misused('several changes are possible: name one', ...all.map(({ id, words }) => `  ${id}  ${words}`));
}

async function openChanges(gateway: Gateway): Promise<readonly ChangeView[]> {
  const pages = await Promise.all(
    ['proposed', 'approved'].map((state) =>
      gateway.get('/v1/changes', ChangePage, { state, limit: PAGE } satisfies Record<string, string>),
    ),
  );
  return pages.flatMap(({ data }: z.output<typeof ChangePage>) => data);
}

/** @throws where another one is answered: people name the one that they mean, and sign what is shown */
export async function changeAt(gateway: Gateway, id: string): Promise<ChangeDetail> {
  const change = await gateway.get(`/v1/changes/${id}`, ChangeDetail);
  if (change.id === id) return change;
  throw mismatched(`nothing was signed: asked for ${id}, the gateway shows ${change.id}`);
}
