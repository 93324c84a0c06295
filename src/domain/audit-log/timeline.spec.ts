import { describe, expect, it } from '@jest/globals';
import { EVENTS } from '../../../test/log/events-of-every-type.js';
import { plain } from '../values/canonical-json.js';
import { TRANSFER_ACTS } from './acts/transfer-acts.js';
import { mayHoldOwnerBytes } from './owner-bytes.js';
import { type SaidAct, timelineStep } from './timeline.js';

const nameOf = () => 'Amos';
const acts = Object.values(EVENTS).map((each) => plain(each) as unknown as SaidAct);
const TYPES = [...Object.keys(TRANSFER_ACTS), 'finding.recorded', 'safe.frozen'];
const isOfTransfer = ({ type }: SaidAct) => TYPES.includes(type);

describe(timelineStep.name, () => {
  it('says every act about a transfer in one sentence, without a place left empty', () => {
    const steps = acts.filter(isOfTransfer).map((act) => ({ type: act.type, ...timelineStep(act, nameOf) }));
    expect(new Set(steps.map(({ type }) => type))).toEqual(new Set(TYPES));
    const said = steps.filter(({ sentence }) => sentence !== undefined);
    expect(steps.length - said.length).toBe(2);
    for (const { sentence, gate, outcome } of said) {
      expect(sentence).toMatch(/^[A-Z][^\n]+[^: ]$/);
      expect(sentence).not.toMatch(/undefined|\[object|: ;| {2}/);
      expect([typeof gate, typeof outcome]).toEqual(['string', 'string']);
    }
  });

  it('names people, and Sluice for itself', () => {
    const asked = acts.find(({ type }) => type === 'transfer.requested');
    expect(asked && timelineStep(asked, nameOf)?.sentence).toBe('Amos asked for it');
    expect(asked && timelineStep({ ...asked, actor: 'system' }, nameOf)?.sentence).toBe(
      'Sluice asked for it',
    );
  });

  it("invariant 14: has no owner's signature in it", () => {
    const signature = `0x${'ab'.repeat(65)}`;
    for (const act of acts.filter(isOfTransfer)) {
      const detail = {
        ...act.detail,
        signature,
        owner: '0x1',
        evidence: { submissions: [{ rawTransaction: signature }] },
      };
      const text = timelineStep({ ...act, detail }, nameOf)?.sentence ?? '';
      expect(mayHoldOwnerBytes({ type: 'x', text })).toBe(false);
    }
  });

  it("invariant 14: keeps back a node's words that quote a transaction", () => {
    const refused = acts.find(({ type }) => type === 'transaction.refused');
    const saying = (words: string) =>
      refused && timelineStep({ ...refused, detail: { ...refused.detail, words } }, nameOf)?.sentence;
    expect(saying('nonce too low')).toMatch(/: nonce too low$/);
    expect(saying(`rejected 0x02f8${'ab'.repeat(200)}`)).toMatch(/: its words are kept back$/);
  });

  it('leaves out what is about something else', () => {
    const others = acts.filter((act) => !isOfTransfer(act));
    expect(others.length).toBeGreaterThan(0);
    expect(others.map((act) => timelineStep(act, nameOf))).toEqual(others.map(() => undefined));
  });

  it('reads an entry of an earlier version that lacks members', () => {
    for (const act of acts.filter(isOfTransfer))
      expect(timelineStep({ ...act, detail: {} }, nameOf)?.sentence ?? '').not.toMatch(/undefined/);
  });
});
