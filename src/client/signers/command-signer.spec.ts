import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashMessage } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { PATH_WITH_CAST, castSigner } from '../../../test/builders/cast.js';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { shownTransfer } from '../../../test/builders/shown-transfer.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { NOTHING, changeStatement } from '../../domain/changes/change.js';
import { recoverSigner } from '../../domain/signatures/recover-signer.js';
import { statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { buildCancel } from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests, safeTxTypedData } from '../../domain/transfers/safe-tx-hash.js';
import { parseAddress } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { parseUtc } from '../../domain/values/time.js';
import { commandSigner } from './command-signer.js';

const node = (script: string): string => `"${process.execPath}" -e '${script}'`;
const R_AND_S = '1'.repeat(128);
const digest = `0x${'0'.repeat(64)}` as never;
const environment = { PATH: process.env['PATH'] };

describe(commandSigner.name, () => {
  it('gives the command typed data on its input, says so, and takes the signature from its output', async () => {
    // It signs only if it was given what it should be.
    const script = `
      let text = "";
      process.stdin.on("data", (part) => { text += part; }).on("end", () => {
        const fits = process.env.SLUICE_SIGN === "typed-data" && JSON.parse(text).primaryType === "Thing";
        console.log(fits ? "0x${R_AND_S}1C" : "no");
      });`;
    const signer = commandSigner(node(script), null, environment);
    expect(await signer.signTypedData({ primaryType: 'Thing' }, digest)).toBe(`0x${R_AND_S}1c`);
    expect(signer.address).toBeNull();
  });

  it('gives it a message to sign in by, which need not be read, and takes a parity for what is meant by it', async () => {
    const script = `console.log(process.env.SLUICE_SIGN === "message" ? "0x${R_AND_S}01" : "no")`;
    const signer = commandSigner(node(script), null, environment);
    expect(await signer.signMessage('x'.repeat(200_000))).toBe(`0x${R_AND_S}1c`);
  });

  it('does not give it the key of a service', async () => {
    const script = `console.log(process.env.SLUICE_API_KEY === undefined ? "0x${R_AND_S}1b" : "no")`;
    const signer = commandSigner(node(script), null, { ...environment, SLUICE_API_KEY: 'slk_1' });
    expect(await signer.signTypedData({}, digest)).toBe(`0x${R_AND_S}1b`);
  });

  it.each([
    ['fails', 'process.exit(3)', /ended with 3/],
    ['says something else', 'console.log("rejected on the device")', /no signature as 0x-hex/],
  ])('signs nothing where the command %s', async (_name, script, words) => {
    const signer = commandSigner(node(script), null, environment);
    await expect(signer.signTypedData({}, digest)).rejects.toThrow(words);
  });
});

/** One of each kind of typed data that people sign: as it is given to signers, with its digest. */
async function everyKind() {
  const { shown, clearance } = await shownTransfer(bundleAsOf(recordedBundle(), 'transfer.cleared'));
  const safe = parseAddress('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
  const transaction = buildCancel(safe, 7n);
  const uuid = '01890a5d-ac96-774b-bcce-000000000001';
  const change = changeStatement(
    {
      ...{ id: parseId('chg', `chg_${uuid}`), kind: 'quorums', subject: 'quorums', base: null, content: {} },
      ...{ sentences: ['Ändert “dies”,', 'und das \\ "jenes" \u{1f512}'], proposerId: null },
      expiresAt: parseUtc('2026-12-01T00:00:00Z'),
    },
    {
      ...{ decision: 'approve', reason: '', personId: parseId('per', `per_${uuid}`), head: NOTHING },
      at: parseUtc('2026-11-30T00:00:00Z'),
    },
    { chainId: 31337, id: null },
  );
  return {
    intent: shown['intent'] as unknown as typeof clearance,
    clearance,
    change: { typedData: statementJson(change), digest: statementDigest(change) },
    'the Safe transaction': {
      typedData: { ...safeTxTypedData(transaction, 31337, safe) },
      digest: safeTxDigests(transaction, 31337, safe).digest,
    },
  };
}

describe('cast, as the documents have it', () => {
  const folder = new Folder();
  const key = `0x${'5'.repeat(64)}` as const;
  const address = privateKeyToAddress(key);
  const commands = castSigner(key, folder);
  const signerBy = (command: string) => commandSigner(command, null, { PATH: PATH_WITH_CAST });
  let kinds: Awaited<ReturnType<typeof everyKind>>;

  beforeAll(async () => {
    kinds = await everyKind();
  });
  afterAll(() => {
    folder.remove();
  });

  it.each(['intent', 'clearance', 'change', 'the Safe transaction'] as const)(
    'signs %s, read from its standard input',
    async (kind) => {
      const { typedData, digest: meant } = kinds[kind];
      const signature = await signerBy(commands.typedData).signTypedData(typedData, meant);
      expect(await recoverSigner(meant, signature)).toBe(address);
    },
  );

  it('signs the message to sign in by', async () => {
    const message = 'sluice.example wants you to sign in\n\n“Öffnen” $HOME `id`\nNonce: 1';
    const signature = await signerBy(commands.message).signMessage(message);
    expect(await recoverSigner(parseBytes32(hashMessage(message)), signature)).toBe(address);
  });

  it('signs either by one command, as the environment tells it which it is', async () => {
    const signer = signerBy(commands.either);
    const { typedData, digest: meant } = kinds.clearance;
    const signatures = [await signer.signTypedData(typedData, meant), await signer.signMessage('hello')];
    const digests = [meant, parseBytes32(hashMessage('hello'))];
    for (const [at, signature] of signatures.entries())
      expect(await recoverSigner(digests[at] ?? NOTHING, signature)).toBe(address);
  });
});
