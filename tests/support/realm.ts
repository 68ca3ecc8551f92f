// Jest runs a test in a realm of its own, where errors of Node's own modules are no instances of that realm's `Error`. In the
// program itself there is one realm, so here those of the other one count as instances too.
import { types } from 'node:util';

const ordinary = Function.prototype[Symbol.hasInstance];

for (const kind of [Error, TypeError, RangeError, SyntaxError]) {
  const value = function (this: unknown, candidate: unknown): boolean {
    if (ordinary.call(this as typeof Error, candidate)) return true;
    return this === kind && types.isNativeError(candidate) && (kind === Error || candidate.name === kind.name);
  };
  Object.defineProperty(kind, Symbol.hasInstance, { value, configurable: true });
}
