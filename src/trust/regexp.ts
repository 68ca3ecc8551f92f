/**
 * Regular expressions that cannot run away. JavaScript's own engine backtracks: with `(a+)+b` a stranger's subject of forty
 * characters keeps it busy for hours. This one follows all alternatives at once (Thompson, “Regular Expression Search
 * Algorithm”, 1968), so a match costs at most length of the text × size of the expression.
 *
 * It has what names need: literals, `.`, classes, groups, `|` and the quantifiers `* + ? {n} {n,} {n,m}`. An expression always
 * has to match the whole text. What else RegExp knows (look-around, back-references, flags) is refused.
 */
export interface LinearRegexp {
  matches(text: string): boolean;
}

const LIMITS = { source: 1000, program: 5000, text: 2000, depth: 50 } as const;

type Test = (character: string) => boolean;
type Tree =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'all'; readonly of: readonly Tree[] }
  | { readonly kind: 'any'; readonly of: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly of: Tree; readonly min: number; readonly max: number };
type Step = { readonly test: Test; readonly next: number } | { readonly next: readonly number[] };

/** @throws Error that says what in the expression is not understood. */
export function compileRegexp(source: string): LinearRegexp {
  if (source.length > LIMITS.source) throw new Error(`it is longer than ${LIMITS.source} characters`);
  const steps = program(parse(source));
  return { matches: (text) => text.length <= LIMITS.text && run(steps, text) };
}

function parse(source: string): Tree {
  // Anchors at the ends say what is so anyway.
  const dollar = /(?<!\\)(?:\\\\)*\$$/.test(source);
  const characters = [...source.slice(source.startsWith('^') ? 1 : 0, dollar ? -1 : undefined)];
  let at = 0;
  const take = (): string => {
    const character = characters[at++];
    if (character === undefined) throw new Error('it ends too early');
    return character;
  };
  const accept = (text: string): boolean => {
    if (
      !characters
        .slice(at, at + text.length)
        .join('')
        .startsWith(text)
    )
      return false;
    at += text.length;
    return true;
  };

  function alternatives(depth: number): Tree {
    if (depth > LIMITS.depth) throw new Error('its groups are nested too deeply');
    const of = [sequence(depth)];
    while (accept('|')) of.push(sequence(depth));
    return { kind: 'any', of };
  }

  function sequence(depth: number): Tree {
    const of: Tree[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') of.push(quantified(atom(depth)));
    return { kind: 'all', of };
  }

  function atom(depth: number): Tree {
    const character = take();
    if (character === '(') {
      if (!accept('?:') && characters[at] === '?') throw new Error('groups with “?” other than (?:…) are not supported');
      const inner = alternatives(depth + 1);
      if (!accept(')')) throw new Error('a group is not closed');
      return inner;
    }
    if (character === '[') return { kind: 'one', test: characterClass() };
    if (character === '.') return { kind: 'one', test: (other) => !/[\n\r\u2028\u2029]/.test(other) };
    if (character === '\\') return { kind: 'one', test: escaped() };
    if ('*+?{}^$)]'.includes(character)) throw new Error(`“${character}” stands where it means nothing; write \\${character}`);
    return { kind: 'one', test: (other) => other === character };
  }

  function quantified(of: Tree): Tree {
    const [min, max] = accept('*') ? [0, Infinity] : accept('+') ? [1, Infinity] : accept('?') ? [0, 1] : braces();
    if (min === undefined || max === undefined) return of;
    if (['*', '+', '?', '{'].includes(characters[at] ?? '')) throw new Error('a quantifier follows a quantifier');
    return { kind: 'repeat', of, min, max };
  }

  function braces(): [number, number] | [] {
    const match = /^\{(\d{1,3})(?:(,)(\d{0,3}))?\}/.exec(characters.slice(at, at + 9).join(''));
    if (match === null) return [];
    at += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (max < min) throw new Error(`“${match[0]}” ends before it starts`);
    return [min, max];
  }

  function escaped(): Test {
    const character = take();
    if (character === 'd') return (other) => /^[0-9]$/.test(other);
    if (character === 'w') return (other) => /^[0-9A-Za-z_]$/.test(other);
    if (/[0-9A-Za-z]/.test(character)) throw new Error(`\\${character} is not supported`);
    return (other) => other === character;
  }

  function characterClass(): Test {
    const negated = accept('^');
    const tests: Test[] = [];
    while (!accept(']')) {
      const from = take();
      if (from === '\\') tests.push(escaped());
      else if (characters[at] === '-' && characters[at + 1] !== ']') {
        at += 1;
        const to = take();
        if (to === '\\' || to < from) throw new Error(`the range ${from}-${to} is not understood`);
        tests.push((other) => from <= other && other <= to);
      } else tests.push((other) => other === from);
    }
    if (tests.length === 0) throw new Error('a class is empty');
    return (other) => tests.some((test) => test(other)) !== negated;
  }

  const tree = alternatives(0);
  if (at < characters.length) throw new Error('a group is closed that was not opened');
  return tree;
}

/** The tree as steps, each of which tests one character or leads on; step 0 is the end, the last one the beginning. */
function program(tree: Tree): readonly Step[] {
  const steps: Step[] = [{ next: [] }];
  const add = (step: Step): number => {
    if (steps.length >= LIMITS.program) throw new Error('it is too large');
    return steps.push(step) - 1;
  };
  /** Puts `tree` in front of the step `next`; answers where it begins. */
  const emit = (part: Tree, next: number): number => {
    if (part.kind === 'one') return add({ test: part.test, next });
    if (part.kind === 'all') return part.of.reduceRight((after, item) => emit(item, after), next);
    if (part.kind === 'any') return add({ next: part.of.map((item) => emit(item, next)) });
    let start = next;
    if (part.max === Infinity) {
      const ways: number[] = [];
      start = add({ next: ways });
      ways.push(emit(part.of, start), next);
    } else for (let i = part.min; i < part.max; i += 1) start = add({ next: [emit(part.of, start), next] });
    for (let i = 0; i < part.min; i += 1) start = emit(part.of, start);
    return start;
  };
  add({ next: [emit(tree, 0)] });
  return steps;
}

function run(steps: readonly Step[], text: string): boolean {
  /** All that can be reached from these steps without a character. */
  const spread = (from: readonly number[]): Set<number> => {
    const reached = new Set<number>();
    const waiting = [...from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      const step = steps[at];
      if (step !== undefined && !('test' in step)) waiting.push(...step.next);
    }
    return reached;
  };
  let current = spread([steps.length - 1]);
  for (const character of text) {
    const next: number[] = [];
    for (const at of current) {
      const step = steps[at];
      if (step !== undefined && 'test' in step && step.test(character)) next.push(step.next);
    }
    if (next.length === 0) return false;
    current = spread(next);
  }
  return current.has(0);
}
