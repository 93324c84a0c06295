import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { claimPort } from '../../sandbox/ports.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { refusalOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { openStory, startInProcess } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 4 });
  // So that the founding is not the newest act, which every reading compares.
  await new RegisterEdits(story).removePerson('Amos');
});

afterAll(() => story.close());

/** As a superuser of the database, past the triggers that keep everybody else from it. */
async function asSuperuser(statement: string, values: readonly unknown[] = []): Promise<void> {
  await story.sql('ALTER TABLE governance_act DISABLE TRIGGER ALL');
  try {
    await story.sql(statement, values);
  } finally {
    await story.sql('ALTER TABLE governance_act ENABLE ALWAYS TRIGGER governance_act_append_only');
  }
}

/** Changes the text of an act for as long as `then` runs. */
async function altered(seq: number, change: (body: string) => string, then: () => Promise<void>) {
  const [row] = await story.sql('SELECT body FROM governance_act WHERE seq = $1', [seq]);
  const { body } = z.object({ body: z.string() }).parse(row);
  const changed = change(body);
  expect(changed).not.toBe(body);
  const write = (text: string) =>
    asSuperuser('UPDATE governance_act SET body = $2 WHERE seq = $1', [seq, text]);
  await write(changed);
  try {
    await then();
  } finally {
    await write(body);
  }
}

/** Whether a further replica, which verifies all of the register as it starts, would decide by it. */
async function startedAnew(): Promise<string> {
  const port = String(await claimPort(undefined, 'another API'));
  const gateway = await startInProcess({ ...story.environment, PORT: port }).catch(String);
  if (typeof gateway === 'string') return gateway;
  try {
    const reply = await fetchOnce(`http://127.0.0.1:${port}/v1/sessions/nonce`, {
      method: 'POST',
      headers: { origin: story.origin, 'content-type': 'application/json' },
      body: '{}',
    });
    const ready = await fetchOnce(`http://127.0.0.1:${port}/health/ready`);
    return `${String(reply.status)} ${String(ready.status)} ${await ready.text()}`;
  } finally {
    await gateway.stop();
  }
}

const intruder = mnemonicAccount(90);

describe('a superuser of the database', () => {
  it("I02: who swaps an enrolled key makes nobody's key count, here or on a replica that starts", async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const swap = (body: string) => body.replaceAll(story.account('Ada').address, intruder.address);
    await altered(0, swap, async () => {
      const { body } = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
      const { confirm } = z.looseObject({ confirm: z.looseObject({ digest: z.string() }) }).parse(body);
      const signature = await intruder.sign({ hash: confirm.digest as `0x${string}` });
      const reply = await story
        .person('Ada')
        .post(`/v1/transfers/${id}/confirmations`, { decision: 'confirm', revision: 1, signature });
      expect(refusalOf(reply).slice(0, 2)).toEqual([422, 'APPROVAL_BINDING']);
      expect(await startedAnew()).toContain('KEY_ENROLMENT_INVALID');
    });
    expect(await startedAnew()).toBe('200 200 {"status":"ready"}');
    await story.confirmed(id, ['Ada', 'Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 8: who adds an act that nobody signed has every decision refused, until it is gone', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const [row] = await story.sql('SELECT max(seq) + 1 AS seq FROM governance_act');
    const seq = String(row?.['seq']);
    const insert =
      "INSERT INTO governance_act SELECT $1, replace(body, 'found', 'founds') FROM governance_act LIMIT 1";
    await asSuperuser(insert, [seq]);
    const refused = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
    expect(refusalOf(refused).slice(0, 2)).toEqual([503, 'REGISTER_ALTERED']);
    await asSuperuser('DELETE FROM governance_act WHERE seq = $1', [seq]);
    await story.confirmed(id, ['Ada', 'Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 8: who cuts the newest acts off has every decision refused', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const [row] = await story.sql('SELECT seq, body FROM governance_act ORDER BY seq DESC LIMIT 1');
    await asSuperuser('DELETE FROM governance_act WHERE seq = $1', [row?.['seq']]);
    const refused = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
    expect(refusalOf(refused).slice(0, 2)).toEqual([503, 'REGISTER_ALTERED']);
    await asSuperuser('INSERT INTO governance_act VALUES ($1, $2)', [row?.['seq'], row?.['body']]);
    expect((await story.person('Ada').get(`/v1/transfers/${id}/clearance`)).status).toBe(200);
  });
});
