import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const seconds = ({ start, end }) => `${((end - start) / 1000).toFixed(1)} s`;
const say = (text) => process.stderr.write(`${text}\n`);

/** A line for each file as it ends and how far the run is; what failed in full there, and by name once more at the end. */
export default class Reporter {
  #total = 0;
  #done = 0;
  #failed = [];
  #withoutBrowser = 0;
  #skipped = [];

  onRunStart({ numTotalTestSuites }) {
    this.#total = numTotalTestSuites;
  }

  onTestResult({ path, context }, result) {
    this.#done += 1;
    const { rootDir, displayName } = context.config;
    const file = relative(rootDir, path);
    const isFailed = result.numFailingTests > 0 || result.testExecError != null;
    const skipped = result.numPendingTests > 0 ? `, ${String(result.numPendingTests)} skipped` : '';
    const at = `${String(this.#done).padStart(String(this.#total).length)}/${String(this.#total)}`;
    const name = `${displayName.name.padEnd(8)} ${file}`;
    say(`${isFailed ? 'FAIL' : 'PASS'} ${at} ${name} (${seconds(result.perfStats)}${skipped})`);
    if (displayName.name === 'browser') this.#withoutBrowser += result.numPendingTests;
    // Others are left out by whoever chose the tests.
    for (const { status, fullName } of result.testResults)
      if (status === 'pending' && fullName.includes('(skipped: ')) this.#skipped.push(`${file}: ${fullName}`);
    if (!isFailed) return;
    say(result.failureMessage ?? '');
    for (const { status, fullName } of result.testResults)
      if (status === 'failed') this.#failed.push(`${file}: ${fullName}`);
    if (result.testExecError != null) this.#failed.push(`${file}: could not be run`);
  }

  onRunComplete(_contexts, results) {
    if (this.#withoutBrowser > 0)
      say(
        `${String(this.#withoutBrowser)} browser tests skipped: no Chrome or Chromium starts on this machine.`,
      );
    for (const each of this.#skipped) say(`Not on this machine: ${each}`);
    if (this.#failed.length > 0) say(`\nFailed:\n${this.#failed.map((each) => `  ${each}`).join('\n')}`);
    const file = process.env.SLUICE_TEST_COUNTS;
    if (file === undefined) return;
    const { numPassedTests: passed, numPendingTests: skipped } = results;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}
