import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readDecisionLog } from '../../src/compatibility/decision-log.js';
import { addDecision, grantWaiver } from '../../src/indexer/steward.js';
import { temporaryFolder } from '../support/federation.js';
import { chora } from './cli.js';

const CATALOG = 'name: Pier\nsources:\n  - directory: { path: . }\n';
let folder = '';
const NOW = ['--now', '2026-05-04T08:00:00Z'];
const LOG = 'decisions.ndjson';
const log = () => readFileSync(join(folder, LOG), 'utf8');
const ask = (...args: string[]) => chora(folder, [...args, '--config', 'catalog.yaml']);
const PAIR = ['--capability', 'tide.table', '--consumer', 'pier.board', '--verdict', 'incompatible'];
const grant = (...more: string[]) => ask('waiver', 'grant', ...PAIR, '--reason', 'in May', '--approver', 'ana', ...NOW, ...more);
const list = async (...more: string[]) =>
  JSON.parse((await ask('waiver', 'list', '--json', ...(more.length > 0 ? more : NOW))).out);

const AT = new Date('2026-05-04T08:00:00Z');
const WAIVER = {
  capability: 'tide.table',
  consumer: 'pier.board',
  verdict: 'incompatible',
  reason: 'in May',
  approver: 'ana',
} as const;
const three = ['one', 'two', 'three'].reduce(
  (text, summary) => addDecision(text, { kind: 'other', summary, decided_by: 'ana' }, AT),
  '',
);

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'catalog.yaml'), CATALOG);
});

describe('chora waiver', () => {
  test('grants one in a log that was not there before, and a file beside it; says what to do next', async () => {
    expect(existsSync(join(folder, LOG))).toBe(false);
    const { code, out, err } = await grant();
    expect([code, err]).toEqual([0, 'Commit it together with the decision log; the next run of chora index publishes both.\n']);
    expect(out).toMatch(
      /pier\.board--tide\.table-[0-9a-f]{8}\.yaml\n {2}holds until 2026-06-03T08:00:00Z, by the decision sha256:/,
    );
    expect(readdirSync(join(folder, 'waivers'))).toHaveLength(1);
    expect(readDecisionLog(log())).toMatchObject({ problem: null, decisions: [{ decision: { kind: 'waiver', sequence: 1 } }] });
    expect(await list()).toMatchObject({ holding: [{ sequence: 1 }], findings: [] });
  });

  test('says at what moment of a day one ends, and why one that cannot hold is not granted', async () => {
    expect((await grant('--expires', '2026-05-10')).out).toContain('holds until the beginning of 2026-05-10, by');
    expect(await grant('--expires', '2026-07-01')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'it holds for more than 30 days.\n  A waiver begins when it is granted and ends within 30 days',
      ),
    });
  });

  test.each([
    ['decisions', 'decisions.ndjson', 'The decision log', 'The first chora decision add or chora waiver grant makes it.'],
    ['waivers', 'waivers', 'The folder of waivers', 'git keeps none that is empty'],
  ])('where the configuration names %s that are not there, a run says how they come about', async (key, path, what, make) => {
    writeFileSync(join(folder, 'catalog.yaml'), `${CATALOG}${key}: ${path}\n`);
    const { code, err } = await ask('index', '--out', 'out', ...NOW);
    expect([code, err]).toEqual([2, expect.stringContaining(`${what} that the configuration names is not there: `)]);
    expect(err).toContain(make);
    expect(err).toContain(`Or take “${key}” out of the configuration.`);
  });

  test('lists expired ones as expired, with nothing written for it', async () => {
    await grant('--expires', '2026-05-10');
    const before = log();
    const later = ['--now', '2026-05-10T00:00:00Z'];
    expect(await list(...later)).toMatchObject({ holding: [], expired: [{ sequence: 1 }] });
    expect((await ask('waiver', 'list', ...later)).out).toMatch(/^expired +pier\.board +tide\.table +incompatible +2026-05-10 /m);
    expect(log()).toBe(before);
  });

  test('revokes one by the first digits of its decision, once', async () => {
    await grant('--json');
    const digest = readDecisionLog(log()).decisions[0]?.digest.slice(7) ?? '';
    const revoke = (digits: string) => ask('waiver', 'revoke', digits, '--reason', 'it is done', '--by', 'ben', ...NOW);
    expect(await revoke(digest.slice(0, 7))).toMatchObject({ code: 1, err: expect.stringContaining('is too short') });
    expect(await revoke('0'.repeat(64))).toMatchObject({ code: 1, err: expect.stringContaining('grants no waiver') });
    expect(await revoke(digest.slice(0, 8))).toMatchObject({ code: 0, out: expect.stringContaining('revoked by the decision') });
    expect(await list()).toMatchObject({ holding: [], revoked: [{ sequence: 1 }] });
    expect(await revoke(digest)).toMatchObject({ code: 1, err: expect.stringContaining('was revoked before') });
    expect(readDecisionLog(log()).decisions).toHaveLength(2);
  });

  test('refuses the sixth that would hold at once for one capability', async () => {
    const five = Array.from({ length: 5 }).reduce<string>((text) => grantWaiver(text, WAIVER, AT).log, '');
    writeFileSync(join(folder, LOG), five);
    expect(await grant()).toMatchObject({ code: 1, err: expect.stringContaining('has 5 waivers at that time already') });
    expect(log()).toBe(five);
  });

  test.each([
    [['--expires', '2026-06-04'], 'it holds for more than 30 days'],
    [['--expires', '2026-05-04'], 'it expires before it is granted'],
    [['--expires', 'in May'], 'Expected a day such as 2026-05-20'],
    [['--expires', '2026-02-31'], 'Expected a day such as 2026-05-20'],
    [['--verdict', 'untrusted'], 'Allowed choices are incompatible, unknown, missing, deprecated'],
    [['--reason', ' '], 'It is empty'],
    [['--capability', 'x'.repeat(301)], 'must NOT have more than 300 characters'],
  ])('refuses to grant %j, and writes nothing', async (more, message) => {
    expect(await grant(...more)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
    expect(readdirSync(folder)).toEqual(['catalog.yaml']);
  });

  test('tells of files that are none, that nothing grants, and of a grant whose file is gone', async () => {
    await grant();
    const [name = ''] = readdirSync(join(folder, 'waivers'));
    writeFileSync(join(folder, 'waivers/none.yaml'), 'capability: [');
    const text = readFileSync(join(folder, 'waivers', name), 'utf8');
    writeFileSync(join(folder, 'waivers/longer.yaml'), text.replace('in May', 'for ever'));
    const { err } = await ask('waiver', 'list', ...NOW);
    expect(err).toContain('waivers/none.yaml error compatibility/waiver-invalid');
    expect(err).toContain('no line of the decision log grants it');
    rmSync(join(folder, 'waivers', name));
    expect(await list()).toMatchObject({ holding: [], expired: [], revoked: [] });
  });
});

describe('chora decision', () => {
  const add = (summary: string, now = '2026-05-04T08:00:00Z') =>
    ask('decision', 'add', '--summary', summary, '--by', 'ana', '--now', now);

  let published = '';
  beforeAll(async () => {
    published = temporaryFolder();
    writeFileSync(join(published, 'catalog.yaml'), CATALOG);
    writeFileSync(join(published, LOG), three);
    const { code } = await chora(published, ['index', '--config', 'catalog.yaml', '--out', 'out', ...NOW]);
    expect(code).toBe(0);
    published = join(published, 'out');
  });

  test('starts a log where the configuration says it is to be; a run that misses it stops', async () => {
    writeFileSync(join(folder, 'catalog.yaml'), `${CATALOG}decisions: book/log.ndjson\nwaivers: book/waivers\n`);
    const index = () => chora(folder, ['index', '--config', 'catalog.yaml', '--out', 'out', ...NOW]);
    expect(await index()).toMatchObject({ code: 2, err: expect.stringContaining('book/log.ndjson.\n') });
    expect((await add('one')).code).toBe(0);
    expect((await grant()).code).toBe(0);
    expect(readFileSync(join(folder, 'book/log.ndjson'), 'utf8').split('\n')).toHaveLength(3);
    expect((await index()).code).toBe(0);
  });

  test('adds to a log that was not there before, lists, and verifies', async () => {
    expect(await add('one')).toMatchObject({ code: 0, out: expect.stringMatching(/^1 sha256:[0-9a-f]{64}\n$/) });
    await add('two');
    expect((await ask('decision', 'list')).out).toMatch(/^2 +2026-05-04T08:00:00Z +other +ana +[0-9a-f]{16} +two$/m);
    expect(await ask('decision', 'verify')).toMatchObject({ code: 0, out: '2 decisions, each bound to the one before\n' });
  });

  test('refuses one that would be before the last, and an empty one', async () => {
    await add('one');
    expect(await add('two', '2026-05-03T08:00:00Z')).toMatchObject({
      code: 2,
      err: expect.stringContaining('before the line before'),
    });
    expect((await add('')).code).toBe(2);
    expect(readDecisionLog(log()).decisions).toHaveLength(1);
  });

  test.each<[string, (lines: string[]) => string[]]>([
    ['a line is rewritten', ([a = '', b = '', c = '']) => [a, b.replace('two', 'zwei'), c]],
    ['the last line is rewritten', ([a = '', b = '', c = '']) => [a, b, c.replace('three', 'drei')]],
    ['a line is taken out', ([a = '', , c = '']) => [a, c]],
    ['lines change places', ([a = '', b = '', c = '']) => [a, c, b]],
    ['the end is cut off', ([a = '', b = '']) => [a, b]],
    ['a line is put in between', ([a = '', b = '', c = '']) => [a, a, b, c]],
    ['it begins anew', () => []],
  ])('verify refuses with 4 when %s, and so does the indexer', async (_what, tamper) => {
    writeFileSync(join(folder, LOG), three);
    mkdirSync(join(folder, 'out/api/v1'), { recursive: true });
    cpSync(published, join(folder, 'out'), { recursive: true });
    const index = () => chora(folder, ['index', '--config', 'catalog.yaml', '--out', 'out', ...NOW]);
    const lines = log().trimEnd().split('\n');
    writeFileSync(
      join(folder, LOG),
      tamper(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(await ask('decision', 'verify', '--against', 'out')).toMatchObject({
      code: 4,
      err: expect.stringMatching(/refused at line \d/),
    });
    expect(await index()).toMatchObject({ code: 4, err: expect.stringMatching(/refused at line \d/) });
    expect(readFileSync(join(folder, 'out/api/v1', LOG), 'utf8')).toBe(lines.map((line) => `${line}\n`).join(''));
  });
});
