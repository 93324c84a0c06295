import { type SaidEntry, readSaidEntry } from '../../src/domain/audit-log/said-entry.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { recordedBundle } from '../vectors/evidence-bundle.js';

const bundle = recordedBundle();

/** What a log says of a founding, as the recorded one was. */
export function foundingEntry(): SaidEntry {
  const [act] = bundle.acts as unknown as readonly [{ change: Json; answers: Json }];
  return {
    ...{ index: '0', at: '2026-11-27T17:00:00.000Z', type: 'system.bootstrapped', actor: 'system' },
    ...{ safe: null, subject: null, detail: { change: act.change, answers: act.answers } },
  };
}

/** All that the log says of a transfer that was settled. */
export function transferEntries(): readonly SaidEntry[] {
  return bundle.log.entries.flatMap(({ canonical }) => readSaidEntry(canonical) ?? []);
}

interface ChangeOptions {
  readonly kind: string;
  readonly subject: string;
  readonly content: Json;
  readonly proposer: string;
  readonly approvers?: readonly string[];
  readonly at: string;
}

/** A change that takes effect: its proposal, its approvals, its activation. */
export function changeEntries(number: number, options: ChangeOptions): readonly SaidEntry[] {
  const { kind, subject, content, proposer, approvers = [], at } = options;
  const id = `chg_01a20000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const change = {
    ...{ id, kind, subject, content, base: null, sentences: ['It changes.'] },
    ...{ proposerId: proposer, expiresAt: 1_900_000_000 },
  };
  const about = { at, safe: null, subject: id };
  return [
    {
      ...about,
      index: String(number),
      type: 'change.proposed',
      actor: proposer,
      detail: { kind, object: subject, change },
    },
    ...approvers.map((actor) => ({
      ...about,
      ...{ index: String(number), type: 'change.approved', actor, detail: { kind, object: subject } },
    })),
    {
      ...about,
      index: String(number),
      type: 'change.activated',
      actor: 'system',
      detail: { kind, object: subject },
    },
  ];
}

/** Somebody of the recorded founding, by their name. */
export function founded(name: string): {
  readonly id: string;
  readonly content: Readonly<Record<string, Json>>;
} {
  const [{ change }] = bundle.acts as unknown as readonly [
    { change: { content: { objects: { kind: string; subject: string; content: Record<string, Json> }[] } } },
  ];
  const found = change.content.objects.find(
    ({ kind, content }) => kind === 'person' && content['name'] === name,
  );
  if (!found) throw new Error(`nobody is called ${name}`);
  return { id: found.subject, content: found.content };
}
