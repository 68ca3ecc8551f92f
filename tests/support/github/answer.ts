/** What is sent back, before limits, faults and the wire do something to it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly contentType?: string;
}

export const DOCS = 'https://docs.github.com';

/** An error of the REST API, and of the GraphQL API where no query ran. */
export function refuse(status: number, message: string, headers?: Readonly<Record<string, string>>, docs = '/rest'): Answer {
  const body = { message, documentation_url: `${DOCS}${docs}`, status: String(status) };
  return { status, body, ...(headers && { headers }) };
}

export function bytesOf({ bytes, body }: Answer): Uint8Array {
  if (bytes !== undefined) return bytes;
  return Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
}
