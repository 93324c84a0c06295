import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { compressedAnswers } from './compressed-answers.js';

const long = { text: 'sluice '.repeat(1000) };
const app = express()
  .use(compressedAnswers())
  .all('/long', (_request, response) => void response.json(long))
  .get('/short', (_request, response) => void response.json({ secret: 's' }))
  .get('/events', (_request, response) => {
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.write(`data: ${long.text}\n\n`);
    response.end();
  })
  .get('/bytes', (_request, response) => void response.type('application/pdf').send(Buffer.alloc(4096)));

async function encoding(method: 'get' | 'post', path: string, accepted = 'gzip'): Promise<unknown> {
  const { headers } = await request(app)[method](path).set('Accept-Encoding', accepted);
  return [headers['content-encoding'], headers['vary']];
}

describe(compressedAnswers.name, () => {
  it('compresses what is long and text, for whoever takes it, and says that it depends on that', async () => {
    expect(await encoding('get', '/long')).toEqual(['gzip', 'Accept-Encoding']);
    expect(await encoding('get', '/long', 'identity')).toEqual([undefined, 'Accept-Encoding']);
    expect((await request(app).get('/long')).body).toEqual(long);
  });

  it('leaves what is short, and bytes', async () => {
    expect(await encoding('get', '/short')).toEqual([undefined, 'Accept-Encoding']);
    expect(await encoding('get', '/bytes')).toEqual([undefined, undefined]);
  });

  it('never compresses a stream of events', async () => {
    expect(await encoding('get', '/events')).toEqual([undefined, undefined]);
  });

  it('never compresses the answer to a change, which may hold a secret', async () => {
    expect(await encoding('post', '/long')).toEqual([undefined, undefined]);
  });
});
