import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's own functions run in a context of their own, the tests do not: with the tests' String, Error and the like in
 * it, `expect.any(String)` and `instanceof` mean the same on both sides.
 */
export default class OneRealm extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of Object.getOwnPropertyNames(globalThis).filter((each) => /^[A-Z]/.test(each)))
      Object.defineProperty(this.global, name, Object.getOwnPropertyDescriptor(globalThis, name));
  }
}
