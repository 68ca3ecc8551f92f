// Documents and questions for the benchmark of search: names and one-line summaries of real packages, or made-up ones.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const CORPUS = process.env.CHORA_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const SUMMARIES = `${CORPUS}/text/package-summaries.tsv.gz`;
const STOP = new Set(
  'about after also from have into just like more only other over some such than that their them then there these they this what when where which will with your'.split(
    ' ',
  ),
);

/** Words of more than this part of the documents set none apart: who knows a document does not ask for it by them. */
const FREQUENT = 0.02;

/** Numbers from 0 up to 1, always the same ones for a seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `size` documents, and a sentence that says what they are. */
export function makeDocuments(size) {
  const random = randomFrom(7);
  const real = existsSync(SUMMARIES) ? readSummaries() : [];
  const rows = shuffled(real, random).slice(0, size);
  const have = rows.length;
  const base = have > 0 ? real : invented(random);
  const names = new Set(rows.map(({ name }) => name));
  while (rows.length < size) {
    const [a, b] = [pick(base, random), pick(base, random)];
    const name = `${a.name}-${
      b.name
        .split(/[^a-z0-9]+/i)
        .filter(Boolean)
        .at(-1) ?? 'x'
    }`;
    if (names.has(name)) continue;
    names.add(name);
    const [one, two] = [a.summary.split(' '), b.summary.split(' ')];
    rows.push({ name, version: a.version, summary: [...one.slice(0, one.length >> 1), ...two.slice(two.length >> 1)].join(' ') });
  }
  const text =
    have === size
      ? 'names and summaries of real packages'
      : have > 0
        ? `names and summaries of ${have} real packages, and ${size - have} mixed of these`
        : `generated text: there is none of real packages in ${CORPUS}`;
  return { documents: rows.map(documentOf), text };
}

function readSummaries() {
  const lines = gunzipSync(readFileSync(SUMMARIES)).toString('utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [name = '', version = '', summary = ''] = line.split('\t');
    return { name, version, summary };
  });
}

/** Words of two to four syllables; some are frequent and most are rare, as in real text. */
function invented(random) {
  const syllables =
    'ba be bi bo ca ce co da de di do fa fe fi ga go ha he ka ki la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vi'.split(
      ' ',
    );
  const words = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables, random)).join(''),
  );
  const word = () => words[Math.floor(words.length * random() ** 3)];
  return Array.from({ length: 20_000 }, () => ({
    name: [word(), word()].join('-'),
    version: '1.0.0',
    summary: Array.from({ length: 6 + Math.floor(random() * 12) }, word).join(' '),
  }));
}

function documentOf({ name, version, summary }, index) {
  const cycle = (values) => values[(index * 7919) % values.length];
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  return {
    id: name,
    file: name.replace(/[^a-z0-9._-]/gi, '~'),
    version,
    title: '',
    description: summary,
    tags: [],
    aliases: [],
    facets: {
      domain: scope ?? name.split(/[./:_-]/)[0],
      owner: `team-${(index * 31) % 400}`,
      lifecycle_stage: cycle(['plan', 'build', 'validate', 'release', 'operate', 'operate', 'operate', 'retired']),
      stability: cycle(['experimental', 'beta', 'stable', 'stable', '']),
      security_tier: cycle(['low', 'moderate', 'high']),
      format: cycle(['chora', 'backstage', 'mcp-server']),
      tier: cycle(['conformant', 'indexed']),
      provenance: cycle(['verified', 'unsigned', 'unsigned', 'untrusted']),
      source: `github.com/org-${index % 200}/service-${index % 9973}`,
    },
  };
}

/** Questions, each with the one document it is meant to find: 50 of each kind. */
export function makeQueries(documents, seed) {
  const random = randomFrom(seed);
  const frequencies = new Map();
  for (const document of documents) for (const word of wordsOf(document)) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const most = documents.length * FREQUENT;
  const kinds = { name: [], 'name, typo': [], 'two words': [], 'two words, typo': [] };
  for (const kind of Object.keys(kinds))
    while (kinds[kind].length < 50) {
      const document = pick(documents, random);
      let text = document.id;
      if (kind.startsWith('two')) {
        const words = wordsOf(document).filter((word) => (frequencies.get(word) ?? 0) <= most);
        if (words.length < 2) continue;
        text = shuffled(words, random).slice(0, 2).join(' ');
      }
      if (kind.endsWith('typo')) {
        const wrong = withTypo(text, random);
        if (wrong === null) continue;
        text = wrong;
      }
      kinds[kind].push({ kind, text, id: document.id });
    }
  return Object.values(kinds).flat();
}

function wordsOf({ description }) {
  const words = description.toLowerCase().match(/(?<![\p{L}\p{N}])[a-z]{4,}(?![\p{L}\p{N}])/gu) ?? [];
  return [...new Set(words)].filter((word) => !STOP.has(word));
}

/** One letter left out, put in, changed or swapped with the next, in a word of four letters or more; null where there is none. */
function withTypo(text, random) {
  const words = [...text.matchAll(/[a-z]{4,}/gi)];
  if (words.length === 0) return null;
  const { 0: word, index } = pick(words, random);
  const at = index + Math.floor(random() * (word.length - 1));
  const letter = pick([...'abcdefghijklmnopqrstuvwxyz'], random);
  const [before, one, two, after] = [text.slice(0, at), text[at], text[at + 1], text.slice(at + 2)];
  const wrong = pick(
    [before + two + after, before + letter + one + two + after, before + letter + two + after, before + two + one + after],
    random,
  );
  return wrong === text ? null : wrong;
}

function pick(items, random) {
  return items[Math.floor(random() * items.length)];
}

function shuffled(items, random) {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}
