import { describe, expect, it } from '@jest/globals';
import { readPdf } from '../../test/builders/pdf-reader.js';
import { readCode } from '../../test/builders/qr-reader.js';
import { requestRoots, requestText as fileText } from '../../test/vectors/signature-request.js';
import type { Line } from '../domain/evidence/line.js';
import { type SignerView, requestText } from '../domain/evidence/signer-view.js';
import { verifyRequest } from '../domain/evidence/verify-request.js';
import { drawable, signerCard } from './signer-card.js';
import { inGroups } from '../domain/evidence/signer-words.js';

async function recorded(): Promise<{ request: SignerView; open: readonly Line[] }> {
  const { request, lines } = await verifyRequest(fileText, requestRoots());
  if (!request) throw new Error('the recorded request does not hold');
  return { request, open: lines.filter(({ ok }) => ok === 'not-proven') };
}

/** Everything on the sheet, without the places where lines were broken. */
const onSheet = (card: Uint8Array): string => readPdf(card).lines.join(' ').replaceAll(/\s+/g, ' ');

describe(signerCard.name, () => {
  it('is one page with the words, the hashes to tick, who confirmed, and the roots', async () => {
    const { request, open } = await recorded();
    const card = await signerCard(request, open);
    const { pages, lines, rectangles } = readPdf(card);
    expect(pages).toBe(1);
    const { digests, safe, destination, asset, confirmers, founding, log } = request;
    for (const text of [
      ...[safe.address, destination?.address ?? '', asset?.token ?? '', digests.domainHash].map(inGroups),
      ...[digests.messageHash, digests.eip712Digest].map(inGroups),
      ...['30000.25 sUSD', 'Hot wallet 1', 'CALL (0), never DELEGATECALL', founding, log.key],
      ...['Domain Hash matches', 'Message Hash matches', 'NOT proven by this card'],
      ...confirmers.map(({ key }) => key),
    ])
      expect(lines.some((line) => line.includes(text)) ? text : `${text} is missing`).toBe(text);
    expect(rectangles.filter(({ width, height }) => width === 9 && height === 9)).toHaveLength(3);
    const words = onSheet(card);
    expect(words).toContain(request.sentence);
    // Lines are broken inside of a path too.
    const unbroken = words.replaceAll(' ', '');
    for (const { words: remark, check } of open) {
      const isToCome = check === 'owners' || check === 'execution';
      expect([check, unbroken.includes(remark.replaceAll(' ', ''))]).toEqual([check, !isToCome]);
    }
  });

  it('has the code of the request, as a scanner reads it', async () => {
    const { request } = await recorded();
    expect(readCode(modulesOn(await signerCard(request, [])))).toBe(requestText(request));
  });

  it('is the same for the same request, whenever it is printed', async () => {
    const { request, open } = await recorded();
    const [one, other] = [await signerCard(request, open), await signerCard(request, open)];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  it('says that nothing is to be signed where the threshold is there', async () => {
    const { request } = await recorded();
    const owners = request.owners.map((owner) => ({ ...owner, hasSigned: true }));
    expect(onSheet(await signerCard({ ...request, owners }, []))).toContain(
      'No further signature is needed: sign nothing.',
    );
  });

  it('goes on over the page where much was said, and leaves nothing out', async () => {
    const { request, open } = await recorded();
    const owners = Array.from({ length: 40 }, (_, at) => ({
      address: `0x${at.toString(16).padStart(40, '0')}` as SignerView['owners'][number]['address'],
      person: null,
      name: `Owner ${String(at)}`,
      hasSigned: at % 2 === 0,
    }));
    const exceptions = Array.from(
      { length: 12 },
      (_, at) => `Waive the rule ${String(at)} once: ${'a '.repeat(140)}end`,
    );
    const card = await signerCard({ ...request, owners, exceptions }, open);
    const { pages, lines } = readPdf(card);
    expect(pages).toBe(2);
    for (const { address, name } of owners)
      expect(lines.filter((line) => line === `${address} ${name}`)).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('Waive the rule '))).toHaveLength(12);
    expect(lines).toContain(`${request.transfer}, continued. EIP-712 Digest ${request.digests.eip712Digest}`);
    expect(lines.at(-1)).toMatch(/^Owner: _+/);
  });

  it('shows letters that its fonts do not have by their numbers', async () => {
    const { request } = await recorded();
    const requester = { ...request.requester, name: 'Зоя' };
    expect(onSheet(await signerCard({ ...request, requester }, []))).toContain(
      '\\u{417}\\u{43e}\\u{44f} (per_',
    );
  });
});

describe(drawable.name, () => {
  it.each([
    ['Hot wallet #1 (EU)', 'Hot wallet #1 (EU)'],
    ['Zoë Müller', 'Zoë Müller'],
    ['Αда', '\\u{391}\\u{434}\\u{430}'],
    ['a\u202eb\n\u00adc', 'a\\u{202e}b\\u{a}\\u{ad}c'],
    ['🔑', '\\u{1f511}'],
    ['\\u{41}', '\\u{5c}u{41}'],
    ['“€”', '\\u{201c}\\u{20ac}\\u{201d}'],
  ])('writes %j as %j', (text, drawn) => {
    expect(drawable(text)).toBe(drawn);
  });
});

/** The modules of the code that is drawn in the corner of a sheet. */
function modulesOn(card: Uint8Array): boolean[][] {
  const runs = readPdf(card).rectangles.filter(({ width, height }) => width !== 9 || height !== 9);
  const [left, top] = [Math.min(...runs.map(({ x }) => x)), Math.min(...runs.map(({ y }) => y))];
  const module = Math.min(...runs.map(({ height }) => height));
  const size = Math.round((Math.max(...runs.map(({ y }) => y)) - top) / module) + 1;
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const { x, y, width } of runs) {
    const [row, from] = [modules[Math.round((y - top) / module)], Math.round((x - left) / module)];
    row?.fill(true, from, from + Math.round(width / module));
  }
  return modules;
}
