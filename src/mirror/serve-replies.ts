import type { MirrorHealth, MirrorStatus } from '../model/generated/types.js';
import { escapeXml } from '../site/machine/xml.js';
import type { Look } from './serve.js';
import { statusMetrics } from './status-metrics.js';

/** An answer that is no file. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Seconds after which it is worth asking again: a sync may be under way. */
const RETRY_AFTER = '60';
const COMMON = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;
const NEVER_KEPT = { ...COMMON, 'cache-control': 'no-store' } as const;
/** What it is, the server tells its operator: messages of the disk name its folders. */
const DAMAGED = ['damaged', 'This mirror is damaged, and cannot tell how old its copy is.'] as const;
const JSON_TYPE = 'application/json; charset=utf-8';

/** For load balancers and monitors: 200 as long as the release is shown. */
export function healthReply({ status, shown }: Look, now: Date): Reply {
  const release = status?.release ?? null;
  const health: MirrorHealth = {
    state: status?.state ?? 'damaged',
    shown,
    release: release?.version ?? null,
    generated_at: release?.generated_at ?? null,
    age_seconds: release?.age_seconds ?? null,
    expires_at: status?.next_expiry?.at ?? null,
    last_success_at: status?.last_success_at ?? null,
    checked_at: now.toISOString(),
    partial: status?.partial ?? null,
  };
  return {
    status: shown ? 200 : 503,
    headers: { ...NEVER_KEPT, 'content-type': JSON_TYPE, ...(shown ? {} : { 'retry-after': RETRY_AFTER }) },
    body: `${JSON.stringify(health)}\n`,
  };
}

export function metricsReply({ status }: Look): Reply {
  if (status === null) return refusal(503, ...DAMAGED);
  const type = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
  return { status: 200, headers: { ...NEVER_KEPT, 'content-type': type }, body: statusMetrics(status) };
}

/** A file of the metadata, for mirrors that follow this one. `folder` is that of a view. */
export function metadataReply({ status, metadata }: Look, folder: string, name: string): Reply {
  if (status === null) return refusal(503, ...DAMAGED);
  const own = status.view === 'airgap' ? 'metadata-airgap' : 'metadata';
  if (folder !== own)
    return refusal(404, 'other-view', `This mirror follows the ${status.view} view: its metadata is at /${own}/.`);
  if (status.partial !== null)
    return refusal(404, 'partial-mirror', 'This mirror holds a part of the catalog, so that no other mirror can follow it.');
  if (!metadata.any)
    return refusal(503, 'no-whole-release', 'There is no whole release here that the newest metadata belongs to.');
  const body = metadata.file(name);
  if (body === null) return refusal(404, 'not-found', 'There is no such metadata here.');
  const headers = { ...COMMON, 'cache-control': 'no-cache', 'access-control-allow-origin': '*', 'content-type': JSON_TYPE };
  return { status: 200, headers, body };
}

/** In place of a release that must not be shown: a page for people, and JSON for programs. */
export function unavailableReply({ status }: Look, page: boolean): Reply {
  const [code, message] = whyNot(status);
  if (!page) return refusal(503, code, message, freshnessOf(status));
  const name = status?.catalog ?? 'This catalog';
  const last =
    status?.release == null
      ? ''
      : `<p>The last release that was fetched, ${status.release.version}, was confirmed by its publisher at ${status.release.generated_at}.</p>\n`;
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeXml(name)} is not available</title></head>
<body>
<h1>${escapeXml(name)} is not available</h1>
<p>${escapeXml(message)}</p>
${last}<p>Whoever runs this mirror finds out more with <code>chora mirror status</code>, and brings it up to date with <code>chora mirror sync</code>.</p>
</body>
</html>
`;
  const policy = "default-src 'none'; frame-ancestors 'none'";
  return {
    status: 503,
    headers: {
      ...NEVER_KEPT,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'retry-after': RETRY_AFTER,
      ...freshnessOf(status),
    },
    body,
  };
}

function whyNot(status: MirrorStatus | null): readonly [code: string, message: string] {
  switch (status?.state) {
    case 'empty':
      return ['empty', 'This mirror has not fetched a release yet.'];
    case 'clock':
      return ['clock', 'The clock of this mirror is wrong, so it cannot tell whether its copy has expired.'];
    case 'expired': {
      const { next_expiry } = status;
      const since = next_expiry === null ? '' : ` at ${next_expiry.at}`;
      return ['expired', `This mirror’s copy expired${since}. It may no longer be what was published, and is not shown.`];
    }
    default:
      return DAMAGED;
  }
}

function refusal(status: 404 | 503, code: string, message: string, more: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { ...NEVER_KEPT, 'content-type': JSON_TYPE, ...(status === 503 ? { 'retry-after': RETRY_AFTER } : {}), ...more },
    body: `${JSON.stringify({ error: { code, message } })}\n`,
  };
}

function freshnessOf(status: MirrorStatus | null): Record<string, string> {
  return status?.state === 'expired' || status?.state === 'clock' ? { 'x-catalog-freshness': status.state } : {};
}
