import { describe, expect, it } from '@jest/globals';
import { resealed } from '../../../test/builders/resealed.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import type { Json } from '../values/canonical-json.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import { Memory } from './memory.js';
import { verifyBundle } from './verify-bundle.js';

const memory = new Memory();
const bundle = recordedBundle();
const nothing = { execution: null, call: null, overrides: null, attempts: [] };

async function found(changed: EvidenceBundle) {
  const { lines } = await verifyBundle(printBundle(changed), {}, memory);
  return lines.flatMap(({ ok, check, part }) => (ok === false ? [[check, part] as const] : []));
}

function withRecord(record: Json): EvidenceBundle {
  const [first, ...others] = bundle.simulations;
  if (!first) throw new Error('nothing was simulated');
  return { ...bundle, simulations: [{ ...first, record }, ...others] };
}

describe('a simulation that did not run', () => {
  it('is no reason against the clearance that a later one led to', async () => {
    const [first] = bundle.simulations;
    if (!first) throw new Error('nothing was simulated');
    const simulation = 'sim_01000000-0000-7000-8000-000000000000';
    const judgement = { verdict: 'unavailable', code: 'SIMULATION_UNAVAILABLE', reasons: ['no block'] };
    const failed = { ...first, id: simulation, record: { ...nothing, judgement } };
    const made = resealed({ ...bundle, simulations: [failed, ...bundle.simulations] }, (entries) =>
      entries.flatMap((each) =>
        each.detail['simulation'] === first.id
          ? [{ ...each, detail: { ...each.detail, simulation } }, each]
          : [each],
      ),
    );
    expect(await found(made)).toEqual([]);
  });

  it('invariant 6: is not agreed upon, whatever its record says', async () => {
    const { effectsDigest } = bundle.clearances[0]?.cleared as { effectsDigest: string };
    const made = withRecord({ ...nothing, judgement: { verdict: 'agreed', effectsDigest } });
    expect(await found(resealed(made))).toEqual([['effects', '/simulations/0/record/judgement']]);
  });
});

describe('a simulation that ran', () => {
  it('invariant 7: ran at the block that the providers agreed on, with every engine', async () => {
    const record = bundle.simulations[0]?.record as { attempts: { report: object }[] };
    const blockHash = `0x${'12'.repeat(32)}`;
    const attempts = record.attempts.map((each) => ({ ...each, report: { ...each.report, blockHash } }));
    const made = withRecord({ ...record, attempts });
    expect(await found(resealed(made))).toEqual([
      ['effects', '/simulations/0/record/attempts/0/report/blockHash'],
    ]);
  });
});
