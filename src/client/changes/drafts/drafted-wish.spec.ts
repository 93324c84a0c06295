import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aChange } from '../../../../test/builders/governed-client.js';
import {
  aSample,
  destinationContent,
  safeContent,
  tokenContent,
} from '../../../../test/builders/governed.js';
import { CHANGE_KINDS, type ChangeKind } from '../../../domain/changes/change.js';
import type { Json } from '../../../domain/values/canonical-json.js';
import { printUtc, unixSeconds } from '../../../domain/values/time.js';
import { requireWanted } from './drafted-wish.js';

const Members = z.record(z.string(), z.json());

/** What a person would have asked for, to get this. */
function wishFor(kind: ChangeKind, content: Json): Json {
  const made = Members.parse(content);
  if (kind === 'destination') {
    const { codeHash: _, ...rest } = made;
    return { ...rest, expiresAt: printUtc(unixSeconds(Number(made['expiresAt']))) };
  }
  if (kind === 'asset') {
    const { chainId: _, pins, ...rest } = made;
    return { ...rest, codeHash: Members.parse(pins)['codeHash'] ?? null };
  }
  if (kind === 'safe')
    return { label: made['label'] ?? null, address: Members.parse(made['profile'])['address'] ?? null };
  return content;
}

const wanted = (kind: ChangeKind, content: Json, drafted: Json, parts: object = {}) => {
  const wish = { kind, content, subject: undefined, expiresAt: undefined, ...parts };
  return () => {
    requireWanted(wish, aChange({ kind, content: drafted }));
  };
};
const mismatch = expect.objectContaining({ exitCode: 8 }) as unknown as Error;
const other = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe(requireWanted.name, () => {
  it.each(CHANGE_KINDS)(
    'takes a draft of the kind %s that is what was wanted, and no removal for it',
    (kind) => {
      const { content } = aSample(kind);
      expect(wanted(kind, wishFor(kind, content), content)).not.toThrow();
      expect(wanted(kind, wishFor(kind, content), null)).toThrow(mismatch);
      expect(wanted(kind, null, content)).toThrow(mismatch);
      expect(wanted(kind, null, null)).not.toThrow();
    },
  );

  it('takes one that fills in what is usual', () => {
    const { accounts: _, ...person } = Members.parse(aSample('person').content);
    expect(wanted('person', person, { ...person, accounts: [] })).not.toThrow();
    expect(wanted('person', person, { ...person, accounts: [{ issuer: other, subject: 'x' }] })).toThrow(
      mismatch,
    );
  });

  it.each<readonly [string, ChangeKind, Json, Json]>([
    ['another address', 'destination', destinationContent(), destinationContent({ address: other })],
    ['a later end', 'destination', destinationContent(), destinationContent({ expiresAt: 2_000_000_000 })],
    ['no limit', 'destination', limited(), destinationContent()],
    ['a cooling-off of the past', 'destination', destinationContent(), destinationContent({ approvedAt: 1 })],
    ['another proof', 'destination', destinationContent(), proven()],
    ['another token', 'asset', tokenContent(), tokenContent({ address: other })],
    ['other decimals', 'asset', tokenContent(), tokenContent({ decimals: 18 })],
    [
      'other code',
      'asset',
      tokenContent(),
      tokenContent({ pins: pins({ codeHash: `0x${'12'.repeat(32)}` }) }),
    ],
    ['a proxy', 'asset', tokenContent(), tokenContent({ pins: pins({ proxy: proxy() }) })],
    ['another Safe', 'safe', safeContent(), safeContent({ address: other })],
    ['another label', 'safe', safeContent(), safeContent({}, 'Cold Safe 2')],
  ])('refuses a draft with %s', (_name, kind, content, drafted) => {
    expect(wanted(kind, wishFor(kind, content), drafted)).toThrow(mismatch);
  });

  it('refuses another object, kind or deadline', () => {
    const { content } = aSample('webhook');
    expect(wanted('webhook', content, content, { subject: 'whk_1' })).toThrow(mismatch);
    expect(wanted('webhook', content, content, { expiresAt: '2026-11-30T08:30:00Z' })).toThrow(mismatch);
    expect(() => {
      requireWanted(
        { kind: 'webhook', content, subject: undefined, expiresAt: undefined },
        aChange({ kind: 'provider', content }),
      );
    }).toThrow(mismatch);
  });

  it('names what differs by its place', () => {
    const drafted = destinationContent({ owner: 'Mallory' });
    expect(wanted('destination', wishFor('destination', destinationContent()), drafted)).toThrow(
      expect.objectContaining({
        lines: expect.arrayContaining(['  /owner: wanted "Treasury operations", drafted "Mallory"']),
      }),
    );
  });
});

function limited(): Json {
  const { assetIds } = Members.parse(destinationContent());
  const [assetId = ''] = z.array(z.string()).parse(assetIds);
  return destinationContent({ limits: [{ assetId, maxPerTransfer: '5' }] });
}

function proven(): Json {
  const signed = { challenge: `0x${'12'.repeat(32)}`, signature: `0x${'12'.repeat(65)}`, expiresAt: 1 };
  return destinationContent({ control: { kind: 'eoa', ...signed } });
}

function pins(parts: Readonly<Record<string, Json>>): Json {
  return { ...Members.parse(Members.parse(tokenContent())['pins']), ...parts };
}

function proxy(): Json {
  return { kind: 'eip1967', implementation: other, codeHash: `0x${'12'.repeat(32)}` };
}
