import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { AuditLogRepository } from '../../src/audit-log/audit-log.repository.js';
import { ACTS, AUDIT_TYPES } from '../../src/domain/audit-log/acts/acts.js';
import { entryBody, stagedAct } from '../../src/domain/audit-log/entry.js';
import { Memory } from '../../src/domain/evidence/memory.js';
import { readEntries } from '../../src/domain/evidence/log-entries.js';
import { LogWorld, soundness } from '../log-world.js';
import { recordedBundle } from '../vectors/evidence-bundle.js';
import { EVENTS } from './events-of-every-type.js';

let world: LogWorld;
let bodies: ReadonlyMap<string, string>;

beforeAll(async () => {
  world = await LogWorld.open();
  await world.database.transaction(async (tx) => {
    for (const type of AUDIT_TYPES) await world.audit.append(tx, EVENTS[type]);
  });
  await world.sequencer().sequencer.drain();
  const found = await new AuditLogRepository(world.database).list({ after: -1n, limit: 200 });
  bodies = new Map(found.map(({ body }) => [(JSON.parse(body) as { type: string }).type, body]));
});

afterAll(() => world.close());

const verified = (canonical: string) => {
  const { index } = JSON.parse(canonical) as { index: string };
  const { log } = recordedBundle();
  return readEntries({ log: { ...log, entries: [{ index, canonical, proof: [] }] } }, new Memory())[0];
};

describe('an entry of every type', () => {
  it.each(AUDIT_TYPES)('%s: what is written is what its schema and the verifier read', (type) => {
    const body = bodies.get(type) ?? '';
    const entry = verified(body);
    expect(EVENTS[type].type).toBe(type);
    expect(entry?.type).toBe(type);
    expect(ACTS[type].detail.safeParse(entry?.detail).error).toBeUndefined();
    const { index, at } = JSON.parse(body) as { index: string; at: string };
    expect(body).toBe(entryBody(stagedAct(EVENTS[type]), BigInt(index), at));
  });

  it('invariant 16: makes one sound log together', async () => {
    expect(await soundness(world)).toEqual({ size: AUDIT_TYPES.length, faults: [] });
  });

  it.each(AUDIT_TYPES)('%s: is read with a member that a later Sluice has added', (type) => {
    const [later, strict] = [{ ...EVENTS[type].detail, later: 1 }, ACTS[type].detail];
    const body = entryBody(stagedAct({ ...EVENTS[type], detail: later }), 0n, '2026-11-22T08:30:00.123Z');
    expect(verified(body)?.type).toBe(type);
    expect(strict.loose().safeParse(later).error).toBeUndefined();
    expect(strict.safeParse(later).success).toBe(false);
  });
});

describe('the types of the log', () => {
  const root = new URL('../../src/', import.meta.url);
  const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(domain|generated)|\.spec\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file, root), 'utf8').replaceAll(/audit: .*/g, ''));

  it.each(AUDIT_TYPES)('%s has somebody who writes it', (type) => {
    expect(writers.some((text) => text.includes(`'${type}'`))).toBe(true);
  });
});

describe('the recorded bundle', () => {
  it.each(recordedBundle().log.entries.map((entry) => [entry.index, entry.canonical]))(
    'has at index %s an entry of the form of its type',
    (_index, canonical) => {
      const entry = verified(canonical);
      expect(entry && ACTS[entry.type].detail.safeParse(entry.detail).error).toBeUndefined();
      expect(entry).toBeDefined();
    },
  );
});
