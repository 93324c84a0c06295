/**
 * What moves money for the first time, line by line, as the README has it. `--yes`, because lines that are pasted
 * together would answer each other's questions.
 */
export function firstTransferCommands(origin: string): readonly string[] {
  const sluice = 'npm run -s sluice --';
  const transfer = '"My first transfer"';
  return [
    `export SLUICE_URL=${origin}`,
    `${sluice} transfer request 2.5 ETH --from "Cold 1" --to "Hot wallet 1" --reference ${transfer} --as Tessa --yes`,
    `${sluice} confirm ${transfer} --as Ada --wait 5m --yes`,
    `for owner in Otto Omar Orson; do ${sluice} sign ${transfer} --as $owner --wait 5m --yes; done`,
    `${sluice} transfer watch ${transfer} --as Tessa`,
  ];
}
