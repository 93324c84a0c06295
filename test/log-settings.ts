/** The settings of a log that only tests have. */
export const LOG_SETTINGS = {
  LOG_ORIGIN: 'log.test/sluice',
  LOG_SIGNING_KEY: '0xaaca145b49859c3ce5bbea630a021b09677194f60d5f4ca0c2b962aa205854eb',
} as const;
