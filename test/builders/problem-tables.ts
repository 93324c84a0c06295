import { ERROR_CODES, type ErrorCode } from '../../src/domain/errors.js';
import { PROBLEMS } from '../../src/domain/problems/problems.js';

const BLOCK = /<!-- problems: ([A-Z_ ]+) -->[^]*?<!-- \/problems -->/g;

/** The document with its tables of codes, each between two marks that name the codes, written anew from the catalogue. */
export function withProblemTables(document: string): string {
  if (!/<!-- problems: [^]*<!-- \/problems -->/.test(document))
    throw new Error('the document has no marks around a table of codes');
  return document.replaceAll(
    BLOCK,
    (_block, names: string) =>
      `<!-- problems: ${names} -->\n\n${tableOf(names.split(' ').map(codeNamed))}\n\n<!-- /problems -->`,
  );
}

function tableOf(codes: readonly ErrorCode[]): string {
  const rows = codes.map((code) => {
    const { meaning, cause, money, remedy } = PROBLEMS[code];
    return `| \`${code}\` | ${meaning} | ${cause} | ${money} | ${remedy} |`;
  });
  return [
    '| Code | Means | Usually | The money | Do |',
    '| ---- | ----- | ------- | --------- | -- |',
    ...rows,
  ].join('\n');
}

function codeNamed(name: string): ErrorCode {
  const code = ERROR_CODES.find((each) => each === name);
  if (code === undefined) throw new Error(`${name} is no code`);
  return code;
}
