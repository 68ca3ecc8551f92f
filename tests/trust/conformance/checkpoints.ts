import type { LogEntry } from '../../support/transparency-log.js';
import { type Case, entryOf, message, refused, type World, withProof } from './case.js';

const checkpointOf = (entry: LogEntry) => entry.inclusionProof?.checkpoint?.envelope ?? '';
/** The bundle with another checkpoint. */
const withCheckpoint = async (world: World, change: (note: string, world: World) => string) => {
  const bundle = await message(world);
  const [note = ''] = checkpointOf(entryOf(bundle)).split('\n\n');
  return withProof(bundle, { checkpoint: { envelope: change(`${note}\n`, world) } });
};
const line = (note: string, at: number, text: string) =>
  note
    .split('\n')
    .map((old, place) => (place === at ? text : old))
    .join('\n');

const NOTES: readonly (readonly [string, string, (note: string, world: World) => string])[] = [
  ['of another log', 'invalid checkpoint signature', (note, { stranger }) => stranger.log.note(note)],
  [
    'whose signature is broken',
    'invalid checkpoint signature',
    (note, { instance }) =>
      instance.log.note(note).replace(/(.{12})(.)(.{8})\n$/, (_all, a, b, c) => `${a}${b === 'A' ? 'B' : 'A'}${c}\n`),
  ],
  [
    'whose key hint is another’s',
    'invalid checkpoint signature',
    (note, { instance }) => instance.log.note(note).replace(/ (\S)(\S+)\n$/, (_all, a, b) => ` ${a === 'A' ? 'B' : 'A'}${b}\n`),
  ],
  [
    'signed under another name',
    'invalid checkpoint signature',
    (note, { instance }) => instance.log.note(note, 'another.example'),
  ],
  [
    'with another root hash',
    'calculated root hash does not match',
    (note, { instance }) => instance.log.note(line(note, 2, 'AAAA')),
  ],
  [
    'whose root hash was changed after it was signed',
    'invalid checkpoint signature',
    (note, { instance }) => line(instance.log.note(note), 2, Buffer.alloc(32).toString('base64')),
  ],
  ['with another size', 'invalid hash count', (note, { instance }) => instance.log.note(line(note, 1, '400'))],
  ['without an origin', 'too few lines', (note, { instance }) => instance.log.note(note.slice(note.indexOf('\n') + 1))],
  ['without a signature', 'no signatures found in checkpoint', (note) => `${note}\n`],
  ['that is not one', 'missing checkpoint separator', () => 'checkpoint'],
];

/** Checkpoints that say nothing of the tree that the entry is in, or that the log did not sign. */
export const CHECKPOINTS: readonly Case[] = [
  ...NOTES.map(([name, says, change]) => refused(`a checkpoint ${name}`, says, (world) => withCheckpoint(world, change))),
  refused('a whole checkpoint of another tree of the same log', 'calculated root hash does not match', async (world) =>
    withProof(await message(world), { checkpoint: entryOf(await message(world)).inclusionProof?.checkpoint }),
  ),
  refused('no checkpoint', 'checkpoint', async (world) => withProof(await message(world), { checkpoint: undefined })),
];
