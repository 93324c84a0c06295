import { defineConfig } from 'oxlint';

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

/** Whatever somebody else chose is text: no way leads from it to markup, a script or a foreign page. */
const unsafeMarkup = {
  selector: 'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|srcDoc|style)$/]',
  message: 'Markup from data, or a style that stands in no stylesheet.',
};
const unsafeProperty = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|cookie)$/]',
  message: 'The console writes text through React, and no markup; its cookie is out of reach.',
};
/** Theme and time zone may be kept; an answer never. */
const storage = {
  selector: "MemberExpression[object.name='localStorage']",
  message: 'Only console/frame/preferences.ts keeps something, and of that only how the console looks.',
};

const ownCadence = {
  selector: "NewExpression[callee.name='Cadence'][arguments.length>0]",
  message: 'The product has one cadence, CADENCE. Only tests have others.',
};

/** As typescript-eslint's strict-type-checked has them. */
const strict = [
  ...[
    'await-thenable',
    'ban-ts-comment',
    'no-array-delete',
    'no-base-to-string',
    'no-confusing-void-expression',
  ],
  ...['no-deprecated', 'no-duplicate-enum-values', 'no-duplicate-type-constituents', 'no-dynamic-delete'],
  ...['no-empty-object-type', 'no-explicit-any', 'no-extra-non-null-assertion', 'no-floating-promises'],
  ...['no-for-in-array', 'no-generated-empty-object-type', 'no-implied-eval', 'no-invalid-void-type'],
  ...['no-meaningless-void-operator', 'no-misused-new', 'no-misused-promises', 'no-misused-spread'],
  ...['no-mixed-enums', 'no-namespace', 'no-non-null-asserted-nullish-coalescing'],
  ...['no-non-null-asserted-optional-chain', 'no-non-null-assertion', 'no-redundant-type-constituents'],
  ...['no-require-imports', 'no-this-alias', 'no-unnecessary-boolean-literal-compare'],
  ...['no-unnecessary-condition', 'no-unnecessary-template-expression', 'no-unnecessary-type-arguments'],
  ...['no-unnecessary-type-assertion', 'no-unnecessary-type-constraint', 'no-unnecessary-type-conversion'],
  ...['no-unnecessary-type-parameters', 'no-unsafe-argument', 'no-unsafe-assignment', 'no-unsafe-call'],
  ...['no-unsafe-declaration-merging', 'no-unsafe-enum-assignment', 'no-unsafe-enum-comparison'],
  ...['no-unsafe-function-type', 'no-unsafe-member-access', 'no-unsafe-return', 'no-unsafe-unary-minus'],
  ...['no-useless-default-assignment', 'no-wrapper-object-types', 'only-throw-error', 'prefer-as-const'],
  ...['prefer-literal-enum-member', 'prefer-namespace-keyword', 'prefer-promise-reject-errors'],
  ...['prefer-reduce-type-parameter', 'prefer-return-this-type', 'related-getter-setter-pairs'],
  ...['require-await', 'restrict-plus-operands', 'return-await', 'triple-slash-reference', 'unbound-method'],
  ...['unified-signatures', 'use-unknown-in-catch-callback-variable'],
  'switch-exhaustiveness-check', // a new state must break the build, not fall through
];

export default defineConfig({
  plugins: ['typescript'],
  // ESLint's own rule, which stands in no other linter.
  jsPlugins: [{ name: 'eslint-js', specifier: 'oxlint-plugin-eslint' }],
  categories: { correctness: 'error' },
  ignorePatterns: [
    ...['dist/', 'src/generated/', '**/*.cjs', '**/*.mjs', '.cache/', '.sluice/', 'prisma.config.ts'],
    // Its types are generated by the test that runs it, which also checks it.
    'test/e2e/generated-client/',
  ],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    ...Object.fromEntries(strict.map((rule) => [`typescript/${rule}`, 'error'])),
    ...Object.fromEntries(
      [
        'no-var',
        'prefer-const',
        'prefer-rest-params',
        'prefer-spread',
        'no-array-constructor',
        'no-useless-constructor',
        'no-unused-expressions',
      ].map((rule) => [rule, 'error']),
    ),
    // Of those that are on by themselves.
    'typescript/require-array-sort-compare': 'off', // strings are sorted by code units on purpose
    'no-control-regex': 'off', // parsers here refuse control characters
    'no-unsafe-optional-chaining': 'off', // the compiler checks it
    'no-loss-of-precision': 'off', // the example of RFC 8785 has one
    'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    'typescript/restrict-plus-operands': [
      'error',
      {
        allowAny: false,
        allowBoolean: false,
        allowNullish: false,
        allowNumberAndString: false,
        allowRegExp: false,
      },
    ],
    'typescript/restrict-template-expressions': [
      'error',
      {
        allowAny: false,
        allowBoolean: false,
        allowNever: false,
        allowNullish: false,
        allowNumber: false,
        allowRegExp: false,
      },
    ],
    'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
    'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
    'eslint-js/no-restricted-syntax': [
      'error',
      lenientViem,
      forwardRef,
      ownCadence,
      publicCollaborator,
      ...parameters,
    ],
    'no-console': 'error',
  },
  overrides: [
    {
      files: ['src/domain/**/*.ts'],
      excludeFiles: ['**/*.spec.ts'],
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
      rules: {
        'eslint-js/no-restricted-syntax': [
          'error',
          forwardRef,
          ownCadence,
          publicCollaborator,
          ...parameters,
        ],
      },
    },
    {
      files: ['sandbox/**/*.ts', 'bench/**/*.ts'], // amounts here are our own round numbers, never input
      rules: {
        'eslint-js/no-restricted-syntax': [
          'error',
          forwardRef,
          ownCadence,
          publicCollaborator,
          ...parameters,
        ],
      },
    },
    {
      files: ['bench/lists-world.ts'], // nothing there may run by itself while requests are timed
      rules: { 'eslint-js/no-restricted-syntax': ['error', forwardRef, publicCollaborator, ...parameters] },
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
      excludeFiles: [
        'src/config/**',
        'src/domain/**',
        'src/sluice-main.ts',
        'src/witness/main.ts',
        '**/*.spec.ts',
      ],
      rules: {
        'no-restricted-properties': [
          'error',
          { object: 'process', property: 'env', message: 'Read settings from Config.' },
        ],
      },
    },
    {
      files: ['console/**/*.{ts,tsx}'],
      rules: {
        'max-lines-per-function': ['error', { max: 80, skipComments: true, skipBlankLines: true }],
        // React takes components that return promises of nothing.
        'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
        'eslint-js/no-restricted-syntax': [
          'error',
          lenientViem,
          unsafeMarkup,
          unsafeProperty,
          storage,
          ...parameters,
        ],
        'no-restricted-globals': [
          'error',
          {
            globals: [
              { name: 'fetch', message: 'console/api/ask.ts asks the gateway, and nobody else is asked.' },
              ...['WebSocket', 'EventSource', 'XMLHttpRequest', 'sessionStorage', 'indexedDB'],
            ],
            checkGlobalObject: true,
          },
        ],
        'no-eval': 'error',
      },
    },
    {
      files: ['console/api/ask.ts', 'console/api/live.ts', 'console/wallet/settings.ts'],
      rules: { 'no-restricted-globals': 'off' },
    },
    { files: ['console/frame/preferences.ts'], rules: { 'eslint-js/no-restricted-syntax': 'off' } },
    {
      files: ['**/*.spec.ts', 'test/**/*.ts'],
      rules: {
        'max-lines-per-function': 'off', // a describe block is one function
        'typescript/unbound-method': 'off',
        'eslint-js/no-restricted-syntax': 'off',
      },
    },
    {
      files: ['test/e2e/**/*.ts', 'sandbox/person-client.ts'], // whatever asks the gateway
      rules: {
        'no-restricted-globals': [
          'error',
          {
            globals: [
              {
                name: 'fetch',
                message: 'It keeps connections, which may be dead when used again: fetchOnce.',
              },
            ],
            checkGlobalObject: true,
          },
        ],
      },
    },
  ],
});
