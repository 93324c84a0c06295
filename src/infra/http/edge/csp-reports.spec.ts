import { beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { CspReports } from './csp-reports.js';

let reports: CspReports;
let warned: unknown[];

beforeEach(() => {
  warned = [];
  reports = new CspReports({ warn: (message: unknown) => void warned.push(message) });
});

function send(body: unknown, type = 'application/csp-report'): request.Test {
  const app = express().use('/csp-reports', reports.handler());
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(app).post('/csp-reports').set('Content-Type', type).send(text);
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
    expect([...reports.counted.keys()]).toEqual(['evil javascript:', 'unknown unknown']);
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

  it('tells a network that sends too many to wait, and tells a bounded number of kinds apart', async () => {
    const host = (name: string): string => `https://${name}.example`;
    for (let sent = 0; sent < 99; sent += 1)
      await send(report('img-src', host(`h${String(sent)}`))).expect(204);
    const more = ['h0', 'a', 'b', 'c'].map((name) => ({
      type: 'csp-violation',
      body: { effectiveDirective: 'img-src', blockedURL: host(name) },
    }));
    await send(more, 'application/reports+json').expect(204);
    expect(reports.counted.size).toBe(101);
    expect(reports.counted.get('img-src https://h0.example')).toBe(2);
    expect(reports.counted.get('other')).toBe(2);
    expect(warned).toHaveLength(100);
    const { status, headers } = await send(report('img-src', 'data'));
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});
