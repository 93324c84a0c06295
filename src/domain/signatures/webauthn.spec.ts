import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { type Lies, SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { parseBytes32 } from '../values/hex.js';
import type { Assertion } from './assertion.js';
import { challengeOf } from './base64url.js';
import { credentialFrom, verifyAssertion } from './webauthn.js';

// The order of P-256 (SEC 2, section 2.4.2).
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const digest = parseBytes32(numberToHex(7, { size: 32 }));
const challenge = challengeOf(digest);
const ada = new SoftAuthenticator();
const check = { challenge, key: ada.passkey() };

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const text = (from: Uint8Array): string => Buffer.from(from).toString('base64url');

describe(verifyAssertion.name, () => {
  it.each(['ES256', 'RS256'] as const)(
    'invariant 8: takes an assertion over the digest by an %s key',
    async (algorithm) => {
      const each = new SoftAuthenticator({ algorithm });
      const check = { challenge, key: each.passkey() };
      for (const counter of [1, 2, 3])
        expect(await verifyAssertion(each.assert(digest), check)).toBe(counter);
      expect(await verifyAssertion(each.assert(digest, { counter: 0 }), check)).toBe(0);
    },
  );

  it('takes what browsers add to the client data', async () => {
    const more = { other_keys_can_be_added_here: 'do not compare clientDataJSON against a template' };
    expect(await verifyAssertion(ada.assert(digest, { more }), check)).toBeGreaterThan(0);
    // As Android writes it.
    const escaped = { clientData: (json: string): string => json.replaceAll('/', '\\/') };
    expect(await verifyAssertion(ada.assert(digest, escaped), check)).toBeGreaterThan(0);
    const without = { clientData: (json: string): string => json.replace(',"crossOrigin":false', '') };
    expect(await verifyAssertion(ada.assert(digest, without), check)).toBeGreaterThan(0);
  });

  const lies: readonly [string, Lies][] = [
    ['another challenge', { challenge: challengeOf(parseBytes32(numberToHex(8, { size: 32 }))) }],
    ['a challenge that is longer', { challenge: `${challenge}AA` }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins like ours', { origin: 'https://sluice.example.evil.example' }],
    ['our origin without TLS', { origin: 'http://sluice.example' }],
    ['our origin at another port', { origin: 'https://sluice.example:8443' }],
    ['another relying party', { rpId: 'example' }],
    ['no user verification', { isVerified: false }],
    ['nobody present', { isPresent: false }],
    ['a registration', { type: 'webauthn.create' }],
    ['a payment', { type: 'payment.get' }],
    ['a frame of another origin', { more: { crossOrigin: true } }],
    ['a word for the frame', { more: { crossOrigin: 'false' } }],
    ['a frame on a named page', { more: { crossOrigin: true, topOrigin: 'https://sluice.example' } }],
    ['a named page', { more: { topOrigin: 'https://sluice.example' } }],
    ['another credential', { credentialId: new SoftAuthenticator().credentialId }],
    ['client data that is a list', { clientData: (json) => `[${json}]` }],
    ['client data that is no JSON', { clientData: (json) => json.slice(0, -1) }],
    ['client data with more after it', { clientData: (json) => `${json}{}` }],
    ['a byte order mark', { clientData: (json) => `\uFEFF${json}` }],
    ['bytes that are no UTF-8', { clientData: (json) => latin1(json) }],
    ['a second type', { clientData: (json) => json.replace('{', '{"type":"webauthn.create",') }],
    ['a second challenge', { clientData: (json) => json.replace('{', '{"challenge" : "AAAA",') }],
    ['a second origin, spelt in another way', { clientData: (json) => json.replace('{', ORIGIN_TWIN) }],
    ['over-long client data', { more: { pad: 'x'.repeat(4096) } }],
  ];

  it.each(lies)('invariant 8: refuses %s, properly signed', async (_case, lie) => {
    expect(await verifyAssertion(ada.assert(digest, lie), check)).toBeUndefined();
  });

  it('invariant 8: refuses an assertion by another key under this credential', async () => {
    const eve = new SoftAuthenticator();
    const posing = { credentialId: ada.credentialId };
    expect(await verifyAssertion(eve.assert(digest, posing), check)).toBeUndefined();
    // And of this one under another's.
    const { publicKey } = eve.passkey();
    const swapped = { challenge, key: ada.passkey({ publicKey }) };
    expect(await verifyAssertion(ada.assert(digest), swapped)).toBeUndefined();
  });

  it("invariant 8: refuses a key of another origin or relying party than the assertion's", async () => {
    for (const pinned of [{ origin: 'https://other.example' }, { rpId: 'other.example' }]) {
      expect(
        await verifyAssertion(ada.assert(digest), { challenge, key: ada.passkey(pinned) }),
      ).toBeUndefined();
    }
  });

  it('invariant 8: refuses keys of other algorithms, other shapes, and with anything after them', async () => {
    const big = new SoftAuthenticator({ algorithm: 'P-384' });
    expect(await verifyAssertion(big.assert(digest), { challenge, key: big.passkey() })).toBeUndefined();
    const { publicKey } = ada.passkey();
    for (const other of [
      '',
      'AAAA',
      text(Buffer.concat([bytes(publicKey), Buffer.of(0)])),
      `${publicKey}=`,
    ]) {
      const key = ada.passkey({ publicKey: other });
      expect(await verifyAssertion(ada.assert(digest), { challenge, key })).toBeUndefined();
    }
  });

  const members = ['credentialId', 'authenticatorData', 'clientDataJSON', 'signature'] as const;

  it.each(members)('invariant 8: refuses every second spelling of %s', async (member) => {
    const genuine = ada.assert(digest);
    const written = genuine[member];
    const spellings = [`${written}=`, `${written}==`, ` ${written}`, `${written}\n`, '', `${written}A`];
    if (/[-_]/.test(written)) spellings.push(written.replaceAll('-', '+').replaceAll('_', '/'));
    if (written.length % 4 !== 0) spellings.push(written.slice(0, -1) + next(written.slice(-1)));
    for (const other of spellings) {
      expect(await verifyAssertion({ ...genuine, [member]: other }, check)).toBeUndefined();
    }
  });

  it('invariant 8: refuses every second spelling of the two numbers of a signature', async () => {
    const genuine = ada.assert(digest);
    const { r, s } = numbersOf(genuine);
    const spell = (signature: Uint8Array): Promise<number | undefined> =>
      verifyAssertion({ ...genuine, signature: text(signature) }, check);
    expect(await spell(der(r, s))).toBeDefined();
    const padded = (value: bigint): Buffer => Buffer.concat([Buffer.of(0), integerOf(value)]);
    for (const other of [
      sequence(integer(padded(r)), integer(integerOf(s))),
      sequence(integer(integerOf(r)), integer(padded(s))),
      Buffer.concat([der(r, s), Buffer.of(0)]),
      Buffer.concat([Buffer.of(0x30, 0x81, der(r, s).length - 2), der(r, s).subarray(2)]),
      sequence(integer(integerOf(r)), integer(integerOf(s)), integer(integerOf(s))),
      sequence(integer(integerOf(r)), integer(integerOf(s + ORDER))),
      Buffer.concat([fixed(r), fixed(s)]),
    ]) {
      expect(await spell(other)).toBeUndefined();
    }
  });

  it('takes the twin of a signature, n - s, for what it is: the same key over the same digest', async () => {
    // Authenticators give either, so neither can be refused; who answers twice counts once all the same.
    const genuine = ada.assert(digest);
    const { r, s } = numbersOf(genuine);
    const twin = { ...genuine, signature: text(der(r, ORDER - s)) };
    expect(await verifyAssertion(twin, check)).toBeDefined();
  });

  it('invariant 8: any changed byte of any member makes it worthless, and nothing throws', async () => {
    const genuine = ada.assert(digest);
    const change = fc.record({
      member: fc.constantFrom(...members),
      at: fc.nat(),
      bits: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ member, at, bits }) => {
        const changed = bytes(genuine[member]);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ bits;
        expect(await verifyAssertion({ ...genuine, [member]: text(changed) }, check)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe(credentialFrom.name, () => {
  const given = { challenge: text(Buffer.alloc(16, 3)), rpId: ada.rpId, origin: ada.origin };

  it.each(['ES256', 'RS256'] as const)(
    'gives the material of a passkey with an %s key',
    async (algorithm) => {
      const each = new SoftAuthenticator({ algorithm });
      const { id, publicKey, rpId, origin } = each.passkey();
      expect(await credentialFrom(each.register(given.challenge), given)).toEqual({
        id,
        publicKey,
        rpId,
        origin,
      });
      const made = each.passkey(await credentialFrom(each.register(given.challenge), given));
      expect(await verifyAssertion(each.assert(digest), { challenge, key: made })).toBeDefined();
    },
  );

  const refused = expect.objectContaining({ code: 'PASSKEY_REGISTRATION' });
  const lies: readonly [string, Lies][] = [
    ['another challenge', { challenge: text(Buffer.alloc(16, 4)) }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'example' }],
    ['no user verification', { isVerified: false }],
    ['nobody present', { isPresent: false }],
    ['an assertion', { type: 'webauthn.get' }],
    ['a frame of another origin', { more: { crossOrigin: true } }],
    ['a named page', { more: { topOrigin: 'https://sluice.example' } }],
    ['a second challenge', { clientData: (json) => json.replace('{', '{"challenge":"AAAA",') }],
    ['EdDSA', { publicKey: (key) => key.set(3, -8) }],
    ['a point that is too short', { publicKey: (key) => key.set(-2, new Uint8Array(31)) }],
    ['another curve', { publicKey: (key) => key.set(-1, 2) }],
    ['a key with one more member', { publicKey: (key) => key.set(4, 1) }],
  ];

  it.each(lies)('refuses %s', async (_case, lie) => {
    await expect(credentialFrom(ada.register(given.challenge, lie), given)).rejects.toEqual(refused);
  });

  it("takes an attestation by the credential's own key, which browsers leave in", async () => {
    const { id, publicKey, rpId, origin } = ada.passkey();
    const registration = ada.register(given.challenge, { attestation: 'self' });
    expect(await credentialFrom(registration, given)).toEqual({ id, publicKey, rpId, origin });
  });

  it.each(['certificate', 'apple', 'mine'] as const)(
    'refuses the attestation %s before anything follows its certificates',
    async (attestation) => {
      const error: unknown = await credentialFrom(
        ada.register(given.challenge, { attestation }),
        given,
      ).catch((thrown: unknown) => thrown);
      expect(error).toEqual(refused);
      expect((error as Error).cause).toBeUndefined();
    },
  );

  it('refuses a credential under another id than the one it was made with', async () => {
    const registration = ada.register(given.challenge);
    const renamed = { ...registration, credentialId: new SoftAuthenticator().credentialId };
    await expect(credentialFrom(renamed, given)).rejects.toEqual(refused);
  });

  it('refuses short RSA keys and odd exponents', async () => {
    const rsa = new SoftAuthenticator({ algorithm: 'RS256' });
    for (const publicKey of [
      (key: Map<number, number | Uint8Array>) => key.set(-1, new Uint8Array(128).fill(0xff)),
      (key: Map<number, number | Uint8Array>) => key.set(-2, Uint8Array.of(3)),
    ]) {
      const registration = rsa.register(given.challenge, { publicKey });
      await expect(credentialFrom(registration, given)).rejects.toEqual(refused);
    }
  });

  it('refuses a credential id that reads like the address of a key', async () => {
    const credentialId = Buffer.from('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeA', 'base64url');
    const posing = new SoftAuthenticator({ credentialId });
    expect(posing.credentialId).toMatch(/^0x[0-9a-fA-F]{40}$/);
    await expect(credentialFrom(posing.register(given.challenge), given)).rejects.toEqual(refused);
    const key = posing.passkey();
    expect(await verifyAssertion(posing.assert(digest), { challenge, key })).toBeUndefined();
  });
});

const ORIGIN_TWIN = '{"or\\u0069gin":"https://evil.example",';

function latin1(json: string): Uint8Array {
  return Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from(',"é":1}', 'latin1')]);
}

/** Another last character for the same bytes. */
function next(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? '';
}

function numbersOf({ signature }: Assertion): { r: bigint; s: bigint } {
  const signed = bytes(signature);
  const sizeOfR = signed[3] ?? 0;
  const number = (from: Uint8Array): bigint => BigInt(`0x${Buffer.from(from).toString('hex')}`);
  return { r: number(signed.subarray(4, 4 + sizeOfR)), s: number(signed.subarray(6 + sizeOfR)) };
}

function integerOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const plain = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (plain[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), plain]) : plain;
}

function fixed(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

function integer(content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x02, content.length), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

function der(r: bigint, s: bigint): Buffer {
  return sequence(integer(integerOf(r)), integer(integerOf(s)));
}
