import tseslint from 'typescript-eslint';

const noViemClients = {
  paths: [
    {
      name: 'viem',
      importNames: [
        'createClient',
        'createPublicClient',
        'createWalletClient',
        'createTestClient',
        'http',
        'webSocket',
        'fallback',
        'custom',
      ],
      message: 'No network here.',
    },
  ],
  patterns: [{ group: ['viem/actions', 'viem/clients', 'viem/node'], message: 'No network here.' }],
};

const lenient = '/^(isAddress|getAddress|parseUnits|parseEther|decodeFunctionData)$/';
const lenientViem = {
  selector: [
    `ImportDeclaration[source.value=/^viem\\b/] > ImportSpecifier[imported.name=${lenient}]`,
    `ExportNamedDeclaration[source.value=/^viem\\b/] > ExportSpecifier[local.name=${lenient}]`,
    'ImportDeclaration[source.value=/^viem\\b/] > ImportNamespaceSpecifier',
    'ExportAllDeclaration[source.value=/^viem\\b/]',
  ].join(', '),
  message:
    'It repairs, rounds or ignores what Sluice must refuse. Use domain/values (parseAddress, parseAmount) or parse strictly.',
};

const forwardRef = {
  selector: "ImportSpecifier[imported.name='forwardRef']",
  message: 'Modules that need each other are one module, or the dependency points the wrong way.',
};

/** Constructors may take more parameters than functions; ESLint's own max-params has one number for both. */
const parameters = [
  {
    selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>8]",
    message: 'More than eight collaborators: that is more than one job.',
  },
  {
    selector: ":function[params.length>5]:not(MethodDefinition[kind='constructor'] > FunctionExpression)",
    message: 'More than five parameters: name them in an object, or do less.',
  },
];

/** Collaborators stay private: inject the service you need instead of reaching through another one. */
const publicCollaborator = {
  selector:
    "ClassDeclaration:has(> Decorator) MethodDefinition[kind='constructor'] TSParameterProperty[accessibility!='private']",
  message: 'What a service needs is private to it.',
};

const ownCadence = {
  selector: "NewExpression[callee.name='Cadence'][arguments.length>0]",
  message: 'The product has one cadence, CADENCE. Only tests have others.',
};

export default tseslint.config(
  { ignores: ['dist/', 'src/generated/', '**/*.cjs', '**/*.mjs', '.cache/', '.sluice/', 'prisma.config.ts'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error', // a new state must break the build, not fall through
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules are empty classes
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: false }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        lenientViem,
        forwardRef,
        ownCadence,
        publicCollaborator,
        ...parameters,
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        {
          globals: [
            ...['Date', 'fetch', 'WebSocket', 'process', 'crypto', 'performance'],
            ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
          ],
          checkGlobalObject: true,
        },
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
      'no-restricted-imports': ['error', noViemClients],
    },
  },
  {
    // The one place that may call viem's getAddress: it compares the result instead of trusting it.
    files: ['src/domain/values/address.ts'],
    rules: { 'no-restricted-syntax': ['error', forwardRef, ownCadence, publicCollaborator, ...parameters] },
  },
  {
    files: ['sandbox/**/*.ts', 'bench/**/*.ts'], // amounts here are our own round numbers, never input
    rules: { 'no-restricted-syntax': ['error', forwardRef, ownCadence, publicCollaborator, ...parameters] },
  },
  {
    files: ['bench/lists-world.ts'], // nothing there may run by itself while requests are timed
    rules: { 'no-restricted-syntax': ['error', forwardRef, publicCollaborator, ...parameters] },
  },
  {
    files: ['src/cli/**/*.ts', 'verifier/*.ts'], // an auditor runs it offline
    rules: {
      'no-restricted-globals': [
        'error',
        { globals: ['fetch', 'WebSocket', 'EventSource'], checkGlobalObject: true },
      ],
      'no-restricted-imports': ['error', noViemClients],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', 'src/domain/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings from Config.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off', // a describe block is one function
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['test/e2e/**/*.ts', 'sandbox/person-client.ts'], // whatever asks the gateway
    rules: {
      'no-restricted-globals': [
        'error',
        {
          globals: [
            { name: 'fetch', message: 'It keeps connections, which may be dead when used again: fetchOnce.' },
          ],
          checkGlobalObject: true,
        },
      ],
    },
  },
);
