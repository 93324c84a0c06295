import { DomainError } from '../../domain/errors.js';
import { jsonPointer } from '../../domain/values/json-pointer.js';
import { type JsonOf, type JsonReader, readJsonText } from '../../domain/values/json-text.js';

/** A JSON number as the digits that were written. */
export class NumberText {
  constructor(readonly text: string) {}
}

export type LosslessJson = JsonOf<NumberText>;

const FILE: JsonReader<NumberText> = {
  depthMax: 64,
  words: {
    tooDeep: 'the JSON nests too deep',
    notJson: 'it is neither 0x-hex nor one JSON value',
  },
  number: (written) => new NumberText(written),
};

/** Parses JSON without losing precision: numbers keep their text. */
export function readJson(text: string): LosslessJson {
  const { value, faults } = readJsonText(text, FILE);
  const [first] = faults;
  if (!first) return value;
  const { path, code, detail } = first;
  const isTwice = code === 'BODY_DUPLICATE_KEY';
  const words = isTwice ? `the key "${String(path.at(-1))}" is there twice` : detail;
  throw new DomainError(code, words, [{ pointer: jsonPointer(path), code, detail: words }]);
}
