import type { ComponentChild } from 'preact';
import type { Entry, Finding } from '../../../model/generated/types.js';
import { sourceLines } from '../../components/source-lines.js';
import { blob } from '../../links.js';
import { counted, grouped } from '../../text.js';

/** The manifest as it was read. `lines` is null where it is too large to show, or no text. */
export function rawManifest({ manifest }: Entry, lines: readonly string[] | null, findings: readonly Finding[]): ComponentChild {
  const file = (
    <a href={`../${blob(manifest.digest)}`} download>
      Download it as it was read
    </a>
  );
  if (lines === null)
    return (
      <p>
        Too large to show here, or not text: {grouped(manifest.size)} bytes. {file}.
      </p>
    );
  return [
    <details>
      <summary>Show all {counted(lines.length, 'line')}</summary>
      {sourceLines(lines, new Set(findings.flatMap(({ line }) => line ?? [])))}
    </details>,
    <p class="more">{file}.</p>,
  ];
}
