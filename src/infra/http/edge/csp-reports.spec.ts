import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { CspReports } from './csp-reports.js';

let reports: CspReports;
let warned: unknown[];
let now: number;

beforeEach(() => {
  warned = [];
  now = 0;
  reports = new CspReports({ warn: (message: unknown) => void warned.push(message) }, () => now);
});

/** @param from the network's number, as a trusted proxy says it */
function send(body: unknown, type = 'application/csp-report', from = 1): request.Test {
  const app = express().set('trust proxy', true).use('/csp-reports', reports.handler());
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const sent = request(app).post('/csp-reports').set('Content-Type', type);
  return sent.set('X-Forwarded-For', `10.0.0.${String(from)}`).send(text);
}

const report = (directive: string, blocked: string): unknown => ({
  'csp-report': { 'effective-directive': directive, 'blocked-uri': blocked, 'document-uri': 'http://here/' },
});

describe(CspReports.name, () => {
  it('counts by directive and blocked origin, and logs the first of each kind', async () => {
    await send(report('script-src-elem', 'https://evil.example/a.js?secret=1')).expect(204);
    await send(report('script-src-elem', 'https://evil.example/b.js')).expect(204);
    await send(report('style-src-elem', 'inline')).expect(204);
    expect(Object.fromEntries(reports.counted)).toEqual({
      'script-src-elem https://evil.example': 2,
      'style-src-elem inline': 1,
    });
    expect(warned).toEqual([
      { message: 'a browser stopped something', kind: 'script-src-elem https://evil.example' },
      { message: 'a browser stopped something', kind: 'style-src-elem inline' },
    ]);
  });

  it('takes the form of the Reporting API, with other reports among them', async () => {
    const body = { effectiveDirective: 'img-src', blockedURL: 'data', disposition: 'enforce' };
    const several = [
      { type: 'csp-violation', body },
      { type: 'deprecation', body: { id: 'x' } },
    ];
    await send(several, 'application/reports+json; charset=utf-8').expect(204);
    expect(Object.fromEntries(reports.counted)).toEqual({ 'img-src data': 1 });
  });

  it('writes nothing that a stranger chose but a directive and an origin', async () => {
    await send(report('evil\nline', 'javascript:alert(1)//\n{"level":"fatal"}')).expect(204);
    await send(report('<b>', '\u202Emoc.live')).expect(204);
    expect([...reports.counted.keys()]).toEqual(['unknown javascript:', 'unknown unknown']);
  });

  it.each([
    ['another type', report('img-src', 'data'), 'text/plain', 415],
    ['no JSON', '{', 'application/csp-report', 400],
    ['another form', { anything: 1 }, 'application/csp-report', 400],
    ['more than 8 KiB', `"${'a'.repeat(8 * 1024)}"`, 'application/csp-report', 413],
  ])('refuses %s', async (_name, body, type, status) => {
    expect((await send(body, type)).status).toBe(status);
    expect(reports.counted.size).toBe(0);
  });

  it('answers nothing but POST', async () => {
    const app = express().use('/csp-reports', reports.handler());
    const { status, headers } = await request(app).get('/csp-reports');
    expect([status, headers['allow']]).toEqual([405, 'POST']);
  });

  const host = (name: number): string => `https://h${String(name)}.example`;
  const many = (kinds: number, from = 0): unknown =>
    Array.from({ length: kinds }, (_, at) => ({
      type: 'csp-violation',
      body: { effectiveDirective: 'img-src', blockedURL: host(from + at) },
    }));
  const sendMany = (kinds: number, from: number, network: number): request.Test =>
    send(many(kinds, from), 'application/reports+json', network).expect(204);

  it('takes five kinds of a report, and twenty new ones of a network, whose made-up ones silence nobody', async () => {
    await sendMany(60, 0, 1);
    expect(reports.counted.size).toBe(5);
    for (const from of [5, 10, 15, 20]) await sendMany(5, from, 1);
    expect([reports.counted.size, reports.counted.get('other'), warned.length]).toEqual([21, 5, 20]);
    await send(report('script-src', 'https://evil.example/x.js'), undefined, 2).expect(204);
    expect(warned.at(-1)).toMatchObject({ kind: 'script-src https://evil.example' });
  });

  it('tells a hundred kinds apart, and forgets them hourly', async () => {
    for (let network = 1; network <= 6; network += 1)
      for (const part of [0, 5, 10, 15]) await sendMany(5, network * 20 + part, network);
    expect([reports.counted.size, reports.counted.get('other'), warned.length]).toEqual([101, 20, 100]);
    now = 3_600_000;
    await sendMany(1, 1_000, 7);
    expect([reports.counted.size, warned.length]).toEqual([1, 101]);
  });

  it('cuts what was blocked, and takes no directive that there is not', async () => {
    await send(report('script-src https://own.example', `${'a'.repeat(4000)}:x`)).expect(204);
    await send(report('no-such-directive', 'data')).expect(204);
    const [cut = '', unknown] = reports.counted.keys();
    expect([cut, unknown]).toEqual([`script-src ${'a'.repeat(200)}`, 'unknown data']);
  });

  it('tells a network that sends too many to wait', async () => {
    for (let sent = 0; sent < 100; sent += 1) await send(report('img-src', 'data')).expect(204);
    const { status, headers } = await send(report('img-src', 'data'));
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('says nothing of a report whose sender left before it was whole', async () => {
    const failed: unknown[] = [];
    const app = express().use('/csp-reports', reports.handler());
    const failing: express.ErrorRequestHandler = (error, _request, response, _next) => {
      failed.push(error);
      response.destroy();
    };
    const server = app.use(failing).listen(0);
    const begun = new Promise<http.IncomingMessage>((resolve) => server.once('request', resolve));
    const { port } = server.address() as AddressInfo;
    const leaving = http.request({ port, method: 'POST', path: '/csp-reports' });
    leaving.on('error', () => undefined);
    leaving.setHeader('Content-Type', 'application/csp-report').write('{');
    const got = await begun;
    const left = new Promise((resolve) => got.once('close', resolve));
    leaving.destroy();
    await left;
    await new Promise((resolve) => server.close(resolve));
    expect([failed, reports.counted.size]).toEqual([[], 0]);
  });
});
