import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Delivery } from './faults.ts';

/** Sends an answer, whole or in the way that a fault wants. */
export async function deliver(
  response: ServerResponse,
  answer: Answer & { readonly bytes: Uint8Array; readonly contentType: string },
  delivery: Delivery | null,
  signal: AbortSignal,
): Promise<void> {
  const { status, headers = {}, bytes, contentType } = answer;
  if (delivery?.kind === 'silence') return;
  if (delivery?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = delivery?.kind === 'cut' ? bytes.subarray(0, delivery.bytes) : bytes;
  const type = delivery?.kind === 'type' ? delivery.contentType : contentType;
  const none = status === 204 || status === 304;
  response.writeHead(status, { ...headers, ...(none ? {} : { 'content-type': type, 'content-length': body.length }) });
  if (delivery?.kind === 'break') {
    await written(response, body.subarray(0, delivery.bytes));
    response.socket?.destroy();
  } else if (delivery?.kind === 'trickle') {
    for (let at = 0; at < body.length && !response.destroyed; at += delivery.bytes) {
      await written(response, body.subarray(at, at + delivery.bytes));
      await sleep(delivery.pause, undefined, { signal });
    }
    response.end();
  } else {
    response.end(none ? undefined : body);
  }
}

function written(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}
