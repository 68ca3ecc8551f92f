const SECONDS = 20;

/**
 * A file of the catalog, by its path from the top folder, in which scripts lie one folder down. Nothing but the site itself is asked.
 * Throws with a sentence for the visitor.
 */
export async function fetchFile(path: string, cache: RequestCache): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(new URL(`../${path}`, globalThis.location.href), {
      cache,
      mode: 'same-origin',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    if (response.ok) return await response.arrayBuffer();
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new Error(late ? `${path} did not come within ${SECONDS} seconds.` : `${path} cannot be reached.`, { cause: error });
  }
  throw new Error(
    response.status === 404
      ? `${path} is not there: this copy of the catalog may be incomplete.`
      : `${path} was refused (${response.status}).`,
  );
}
