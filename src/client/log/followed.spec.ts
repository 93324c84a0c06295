import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { type Answering, smallGateway } from '../../../test/builders/small-gateway.js';
import { CA_OF_TESTS, tlsServer } from '../../../test/builders/tls-server.js';
import { logSigner, vkeyOf } from '../../../test/builders/witnessed-log.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import { NO_NAMES } from '../../domain/reports/entry-names.js';
import { printFollowedNames } from '../../domain/reports/followed-names.js';
import { Gateway } from '../gateway/gateway.js';
import { notSignedIn } from '../terminal/failures.js';
import { followed } from './followed.js';
import { StateFile, beginning } from './follow-state.js';
import { Following } from './following.js';
import { LogSource } from './log-source.js';
import { type Sink, fileSink } from './sink.js';
import { syslogSink, syslogTarget } from './syslog-sink.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const logKey = vkeyOf(logSigner);
const trust = { logKey: parseVerifierKey(logKey), policy: null };
const SIZE = 12;
const texts = entryTexts(SIZE);

/** What a gateway answers: two entries at a time, with their names. */
function partFrom(from: number): string {
  if (from >= SIZE) return '';
  const filter = { fromIndex: String(from), toIndex: String(Math.min(from + 2, SIZE)) };
  const names = printFollowedNames(new Map([[BigInt(from), { ...NO_NAMES, actor: `Ada ${String(from)}` }]]));
  return [...exportLines(texts, { filter, size: SIZE }), names, ''].join('\n');
}

/** Something that goes wrong the nth time that the log is asked for. */
type Trouble = Answering;

const noStream = { status: 404, json: {} };
const problem = (code: string, status: number) => ({
  ...{ type: '/docs/problems', title: code, detail: `of ${code}`, instance: '/', requestId: 'req_1' },
  ...{ status, code, errors: [] },
});

async function following(
  troubles: Readonly<Record<number, Trouble>>,
  sink: Sink,
  {
    reopened = 'always',
    inSyslog = false,
  }: { readonly reopened?: 'always' | 'never'; readonly inSyslog?: boolean } = {},
) {
  const ending = new AbortController();
  let asked = 0;
  const small = await smallGateway((heard, response) => {
    if (!heard.path.startsWith('/v1/log/entries')) return noStream;
    asked += 1;
    const trouble = troubles[asked];
    if (trouble) return trouble(heard, response);
    const part = partFrom(Number(new URL(heard.path, small.origin).searchParams.get('from')));
    response.end(part);
    return undefined;
  });
  const path = join(folder.path, `state-${String(Math.random())}`);
  const state = new StateFile(path, logKey);
  const opened: Gateway[] = [];
  const source = new LogSource(new Gateway(small.origin), () => {
    if (reopened === 'never')
      return Promise.reject(notSignedIn('the session of Ada has ended: sluice login'));
    const gateway = new Gateway(small.origin);
    opened.push(gateway);
    return Promise.resolve(gateway);
  });
  const next = (index: bigint) => source.next(index, follower.size > 0n);
  const parts = { next, sink, state, trust };
  const follower = new Following(parts, { format: 'jsonl', inSyslog }, beginning(), 0n);
  const [told, pauses]: [string[], number[]] = [[], []];
  const by = {
    ...{ following: follower, source, random: () => 1 },
    tell: (line: string) => {
      told.push(line);
      if (line.startsWith('Following')) ending.abort();
    },
    pause: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)),
  };
  try {
    await followed(by, ending.signal);
  } finally {
    await small.stop();
    sink.close();
  }
  return { told, pauses, opened, noted: state.read()?.followed.head?.size };
}

const indexesIn = (text: string): readonly number[] =>
  [...text.matchAll(/"index":"([0-9]+)","leafHash"/g)].map(([, index]) => Number(index));
const all = Array.from({ length: SIZE }, (_, index) => index);

describe(followed.name, () => {
  it('waits for a gateway that is away, comes back when it is asked to, and opens its session again', async () => {
    const lines: string[] = [];
    const sink: Sink = {
      put: (some) => {
        lines.push(...some);
        return Promise.resolve(null);
      },
      close: () => undefined,
    };
    const away: Trouble = (_, response) => {
      response.setHeader('retry-after', '90');
      return { status: 503, json: problem('AUDIT_UNAVAILABLE', 503) };
    };
    const cut: Trouble = (_, response) => {
      response.write(partFrom(4).slice(0, 100), () => response.destroy());
      return undefined;
    };
    const out: Trouble = () => ({ status: 401, json: problem('UNAUTHENTICATED', 401) });
    const ran = await following({ 2: away, 4: cut, 5: cut, 6: cut, 8: out }, sink);
    expect(indexesIn(lines.join('\n'))).toEqual(all);
    expect(lines[0]).toContain('"names":{"actor":"Ada 0"');
    expect(ran.noted).toBe(BigInt(SIZE));
    expect(ran.opened).toHaveLength(1);
    expect(ran.pauses[0]).toBe(90_500);
    expect(ran.told).toEqual([
      'AUDIT_UNAVAILABLE: of AUDIT_UNAVAILABLE; trying again until it goes on',
      'Going on, at entry 4.',
      expect.stringMatching(/^no answer from .*; trying again until it goes on$/),
      'Going on, at entry 6.',
      'the session has ended; trying again until it goes on',
      'Going on, at entry 8.',
      'Following from entry 12 on.',
    ]);
  });

  it('ends with 11 where a person has to sign in, and with 8 where the log is another', async () => {
    const sink = () => fileSink(join(folder.path, `out-${String(Math.random())}`), null);
    const out: Trouble = () => ({ status: 401, json: problem('UNAUTHENTICATED', 401) });
    await expect(following({ 3: out }, sink(), { reopened: 'never' })).rejects.toMatchObject({
      ...{ exitCode: 11, message: expect.stringContaining('sluice login') as unknown },
    });
    const other: Trouble = (_, response) => void response.end(partFrom(4).replace('per_ada', 'per_bob'));
    await expect(following({ 3: other }, sink())).rejects.toMatchObject({ exitCode: 8 });
  });

  it('connects again to a syslog server that was started anew, and leaves out nothing', async () => {
    const first = await tlsServer();
    const sink = await syslogSink(syslogTarget(`tls://localhost:${String(first.port)}`, CA_OF_TESTS));
    let second: Awaited<ReturnType<typeof tlsServer>> | undefined;
    const restarted: Sink = {
      put: async (lines) => {
        // What it has heard of the third part nobody knows.
        if (lines[0]?.includes('index="4"') === true && !second) {
          await first.stop();
          second = await tlsServer(first.port);
        }
        return sink.put(lines);
      },
      close: () => {
        sink.close();
      },
    };
    const ran = await following({}, restarted, { inSyslog: true });
    await second?.closed();
    const heard = (text: string) =>
      [...text.matchAll(/\[sluice@32473 index="([0-9]+)"/g)].map(([, at]) => Number(at));
    const before = heard(first.received());
    const after = heard(second?.received() ?? '');
    // In order, each part of the log; what may have been lost on the way comes again.
    expect(after).toEqual(all);
    expect(before).toEqual(all.slice(0, before.length));
    expect(ran.noted).toBe(BigInt(SIZE));
    expect(ran.told[0]).toMatch(/^localhost:[0-9]+: .*; trying again until it goes on$/);
    await second?.stop();
  });
});
