import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const ROOT = new URL('../../', import.meta.url);
const PROGRAM = new URL('generated-client/play-transfer.ts', import.meta.url);
const TYPES = new URL('.cache/generated-client/api.ts', ROOT);

/** The program is not among the project's own files: what it exports is said here. */
const Program = z.object({
  playTransfer: z.custom<
    (
      origin: string,
      people: { requester: unknown; confirmer: unknown; owners: readonly unknown[] },
      mine: () => Promise<void>,
    ) => Promise<{
      transfer: { id: string; state: string };
      states: string[];
      transactionHash: string;
      refused: string;
    }>
  >((each) => typeof each === 'function'),
});

let story: StorySteps;

beforeAll(async () => {
  story = await openStory();
});

afterAll(() => story.close());

/** The wallets of a person: what the generated client cannot do itself. */
function walletsOf(name: string): unknown {
  const account = story.account(name);
  return {
    async signIn(nonce: string) {
      const issuedAt = new Date();
      const message = createSiweMessage({
        domain: new URL(story.origin).host,
        address: account.address,
        uri: story.origin,
        version: '1',
        chainId: sandboxChainId,
        nonce,
        issuedAt,
        expirationTime: new Date(issuedAt.getTime() + 300_000),
      });
      return { message, signature: await account.signMessage({ message }) };
    },
    sign: ({ digest }: { digest: `0x${string}` }) => account.sign({ hash: digest }),
    async signAsOwner({ digests }: { digests: { eip712Digest: `0x${string}` } }) {
      const owner = story.ownerAccount(name);
      return { owner: owner.address, signature: await owner.sign({ hash: digests.eip712Digest }) };
    },
  };
}

/** Everything that TypeScript finds wrong with the program, under the project's own strict options. */
function faultsOf(program: URL): string[] {
  const config = fileURLToPath(new URL('tsconfig.json', ROOT));
  const { tsBuildInfoFile: _, ...options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    { ...ts.sys, readDirectory: () => [] },
    fileURLToPath(ROOT),
  ).options;
  const made = ts.createProgram([fileURLToPath(program)], { ...options, incremental: false });
  return ts.getPreEmitDiagnostics(made).map(({ messageText, file, start }) => {
    const at = file && start !== undefined ? ts.getLineAndCharacterOfPosition(file, start).line + 1 : 0;
    return `${String(at)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

it('a client generated from the document type-checks, and plays a whole transfer', async () => {
  const document = await (await fetchOnce(`${story.origin}/docs/openapi.json`)).text();
  mkdirSync(new URL('.', TYPES), { recursive: true });
  writeFileSync(TYPES, astToString(await openapiTS(document)));
  expect(faultsOf(PROGRAM)).toEqual([]);

  const { playTransfer } = Program.parse(await import(PROGRAM.href));
  const people = {
    requester: walletsOf('Tessa'),
    confirmer: walletsOf('Ada'),
    owners: ['Otto', 'Omar', 'Orson'].map(walletsOf),
  };
  const { transfer, states, transactionHash, refused } = await playTransfer(
    story.origin,
    people,
    async () => {
      await story.chain.mine(3);
    },
  );
  expect(transfer.state).toBe('settled');
  expect(states.at(-1)).toBe('settled');
  expect(states).toContain('awaiting-confirmation');
  expect(transactionHash).toMatch(/^0x[0-9a-f]{64}$/);
  expect(refused).toBe('TRANSFER_NOT_FOUND');
  expect(await story.budget(transfer.id)).toEqual(['settled']);
});
