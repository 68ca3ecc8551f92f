import type { CapabilityCompatibility, ProviderVersion } from '../../../model/generated/types.js';
import { readable, visible } from '../../text.js';
import { element } from '../search/elements.js';
import type { Judged, Side } from './judged.js';
import { load } from './load.js';
import { versionWords } from './words.js';

const MOST = 5;

/**
 * What is declared and what was tested, side by side: neither is made of the other. It stands in the documents of the two, which are
 * asked for when somebody wants to know.
 */
export function evidenceOf(judged: Judged): HTMLElement {
  const tested = column('Tested');
  const declared = column('Declared');
  const place = element('div', { class: 'evidence', 'aria-busy': 'true' }, declared, tested);
  void Promise.all([known(judged.consumer), known(judged.provider)])
    .then(([consumer, provider]) => {
      declared.append(...declaredLines(provider?.versions[0]));
      tested.append(...testedLines(judged, consumer, provider?.versions[0]));
    })
    .catch((error: unknown) => {
      tested.append(line(error instanceof Error ? error.message : 'It cannot be read.'));
    })
    .finally(() => place.removeAttribute('aria-busy'));
  return place;
}

const documents = new Map<string, Promise<CapabilityCompatibility>>();

function known({ file }: Side): Promise<CapabilityCompatibility> | null {
  if (file === undefined) return null;
  const asked =
    documents.get(file) ?? load<CapabilityCompatibility>(`api/v1/compatibility/${encodeURIComponent(file.toWellFormed())}.json`);
  documents.set(file, asked);
  // Another try may do better.
  asked.catch(() => documents.delete(file));
  return asked;
}

function declaredLines(version: ProviderVersion | undefined): Node[] {
  const { backward_compatible_with: works = [], breaks_compatibility_with: breaks = [] } = version?.declared ?? {};
  const lines = [
    works.length === 0 ? null : line('backward compatible with ', listed(works)),
    breaks.length === 0 ? null : line('breaks ', listed(breaks)),
  ].filter((each) => each !== null);
  return lines.length > 0 ? lines : [none('The provider declares nothing of its other versions.')];
}

function testedLines(
  { dependency, provider }: Judged,
  consumer: CapabilityCompatibility | null,
  version: ProviderVersion | undefined,
): Node[] {
  const id = dependency.alias?.id ?? provider.id;
  const row = consumer?.dependencies.find(
    (each) => each.id === id && each.kind === dependency.kind && each.range === dependency.asked.range,
  );
  const lines: Node[] = [];
  const by = row?.tested_with ?? [];
  lines.push(
    by.length === 0
      ? none('The provider does not say that it was tested with this consumer.')
      : line('with this consumer, by versions ', listed(by.map(versionWords))),
  );
  if (version?.contract !== undefined) {
    const { result, tool, last_run } = version.contract;
    lines.push(
      line(
        'the provider’s own checks: ',
        element('bdi', {}, readable(result)),
        tool === undefined ? '' : ` by ${readable(tool)}`,
        last_run ? `, ${readable(last_run.slice(0, 10))}` : '',
      ),
    );
  }
  return lines;
}

const column = (title: string): HTMLElement => element('div', {}, element('h3', {}, title));
const line = (...content: (Node | string)[]): HTMLElement => element('p', { dir: 'auto' }, ...content);
const none = (text: string): HTMLElement => element('p', { class: 'none' }, text);

function listed(texts: readonly string[]): HTMLElement {
  const left = texts.length - MOST;
  return element('bdi', {}, `${texts.slice(0, MOST).map(visible).join(', ')}${left > 0 ? ` and ${left} more` : ''}`);
}
