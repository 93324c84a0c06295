import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { logSettings } from '../log-world.js';
import { type FreshDatabase, freshDatabase } from '../world.js';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config/config.js';
import { CADENCE, Cadence } from '../../src/infra/cadence/cadence.js';

describe(Cadence.name, () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  async function cadenceOf(settings: Readonly<Record<string, string>>, given?: Cadence): Promise<Cadence> {
    const config = loadConfig({ ...logSettings(database.url), ...settings });
    const app = await Test.createTestingModule({ imports: [AppModule.with(config, given)] }).compile();
    const cadence = app.get(Cadence, { strict: false });
    await app.close();
    return cadence;
  }

  it("is the product's own unless it is given by code, whatever the settings say", async () => {
    const settings = Object.keys(CADENCE).flatMap((name) => [
      [name, '1'],
      [name.toUpperCase(), '1'],
      [`SLUICE_${name.toUpperCase()}`, '1'],
    ]);
    expect(await cadenceOf(Object.fromEntries(settings) as Record<string, string>)).toBe(CADENCE);
  });

  it('is what the application is given', async () => {
    const given = new Cadence({ watch: 7 });
    expect(await cadenceOf({}, given)).toBe(given);
    expect(given).toEqual({ ...Object.fromEntries(Object.entries(CADENCE)), watch: 7 });
  });

  it('is of whole milliseconds', () => {
    for (const ms of Object.values(CADENCE)) expect(Number.isSafeInteger(ms) && ms > 0).toBe(true);
  });
});
