export default async function globalTeardown(): Promise<void> {
  const running = globalThis.sluiceTestWorld;
  globalThis.sluiceTestWorld = undefined;
  await running?.postgres.stop();
  await running?.remove();
}
