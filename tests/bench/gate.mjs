// What bench:matrix starts to measure the gate: `node gate.mjs <folder>` reads the candidate there and the documents it needs, and
// prints the answer with the processor time of the whole process in milliseconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gate } from '../../dist/compatibility/gate.js';
import { idsToRead } from '../../dist/compatibility/gate-reading.js';
import { fileNameOf } from '../../dist/model/file-names.js';

const folder = process.argv[2];
const { current, candidate } = JSON.parse(readFileSync(join(folder, 'candidate'), 'utf8'));
const documents = new Map();
for (let ids = idsToRead([candidate], [], documents); ids.length > 0; ids = idsToRead([candidate], [], documents)) {
  for (const id of ids) documents.set(id, JSON.parse(readFileSync(join(folder, `${fileNameOf(id)}.json`), 'utf8')));
}
const { passes, items } = gate({
  candidates: [candidate],
  documents,
  published: new Map([[current.id, [current]]]),
  now: new Date('2026-05-04T08:00:00Z'),
  source: 'git.example.org/bench',
});
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ passes, items: items.length, documents: documents.size, cpu: (user + system) / 1000 }));
