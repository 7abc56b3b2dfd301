/** Reads the next item while the one before is worked on. Throws the signal's reason instead of an item when it is aborted, however long the next one would take. */
export async function* readAhead<T>(items: AsyncGenerator<T>, signal?: AbortSignal): AsyncGenerator<T> {
  const ask = () => {
    const next = items.next();
    next.catch(() => {}); // it is thrown when it is waited for
    return next;
  };
  try {
    for (let next = ask(); ; ) {
      const { done, value } = await unlessAborted(next, signal);
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    items.return(undefined).catch(() => {}); // not waited for: a source may be silent for ever
  }
}

/** What comes of the work, unless the signal is aborted first: then its reason is thrown, and nobody waits for the work any more. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
  });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  return Promise.race([aborted, work]).finally(() => signal.removeEventListener("abort", stop));
}
