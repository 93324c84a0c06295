export default async function globalTeardown(): Promise<void> {
  const running = globalThis.sluiceTestPostgres;
  await running?.postgres.stop();
  await running?.remove();
}
