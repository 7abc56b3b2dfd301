import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, type Dirent } from "node:fs";
import { mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { unpacked } from "./read/gunzip";

/** Something to import: a file, a stream, or what lies at an address. */
export interface Source {
  /** As it is shown, and noted with the import. */
  readonly name: string;
  /** Without folders; null where it has none. */
  readonly fileName: string | null;
  /** Tells one content from another; null where it cannot be read twice. */
  readonly contentKey: string | null;
  /** Packed bytes; null where unknown. */
  readonly size: number | null;
  /** Its bytes, unpacked; `onBytes` hears of packed ones. Null `contentKey`: only once. */
  open(onBytes?: (count: number) => void): AsyncIterable<Uint8Array>;
}

/** A place that cannot be read, in one line that says what to do. */
export class SourcePlaceError extends Error {}

/** How many bytes at the start of a file tell it from others of its size. */
const HEAD = 1 << 20;

/** What is to be imported of a place. */
export interface SourcesAt {
  readonly sources: readonly Source[];
  /** The names of what else lies in the folder, files and folders, in their order; empty for any other place. */
  readonly skipped: readonly string[];
}

/** The sources at a place: a file, those files of a folder whose names end so (or so and `.gz`), in the order of their names, `-` for standard input, or an http address. Packed with gzip or not. */
export async function openSources(place: string, fileEndings: readonly string[], maxUnpackedBytes: number): Promise<SourcesAt> {
  if (place === "-") return only(stream("standard input", null, process.stdin, maxUnpackedBytes));
  if (/^https?:\/\//.test(place)) return only(await download(place, maxUnpackedBytes));
  const found = await stat(place).catch(() => {
    throw new SourcePlaceError(`${place} is no file or folder that can be read`);
  });
  if (!found.isDirectory()) return only(await file(place, found.size, maxUnpackedBytes));
  const entries = (await readdir(place, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const isWanted = (entry: Dirent) =>
    entry.isFile() && fileEndings.some((ending) => entry.name.replace(/\.gz$/, "").endsWith(ending));
  const names = entries.filter(isWanted).map(({ name }) => name);
  if (names.length === 0)
    throw new SourcePlaceError(`${place} is a folder without files that end with ${fileEndings.join(" or ")}`);
  return {
    sources: await Promise.all(
      names.map(async (name) => file(join(place, name), (await stat(join(place, name))).size, maxUnpackedBytes)),
    ),
    skipped: entries.filter((entry) => !isWanted(entry)).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)),
  };
}

const only = (source: Source): SourcesAt => ({ sources: [source], skipped: [] });

async function file(path: string, size: number, maxUnpackedBytes: number): Promise<Source> {
  const handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  await handle.close();
  const contentKey = `${size} ${createHash("sha256").update(buffer.subarray(0, bytesRead)).digest("hex")}`;
  return {
    name: path,
    fileName: basename(path),
    contentKey,
    size,
    open: (onBytes) => unpacked(counted(createReadStream(path), onBytes), maxUnpackedBytes),
  };
}

async function download(url: string, maxUnpackedBytes: number): Promise<Source> {
  const answer = await fetch(url).catch((error: Error) => {
    throw new SourcePlaceError(`${url} cannot be read: ${error.cause instanceof Error ? error.cause.message : error.message}`);
  });
  if (!answer.ok || !answer.body) throw new SourcePlaceError(`${url} cannot be read: it answered ${answer.status}`);
  return stream(url, basename(new URL(url).pathname) || null, answer.body, maxUnpackedBytes);
}

function stream(name: string, fileName: string | null, bytes: AsyncIterable<Uint8Array>, maxUnpackedBytes: number): Source {
  return { name, fileName, contentKey: null, size: null, open: (onBytes) => unpacked(counted(bytes, onBytes), maxUnpackedBytes) };
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    onBytes(chunk.byteLength);
    yield chunk;
  }
}

/** Gives `use` the same source so that it can be read any number of times: one that comes only once is kept in a file for as long as `use` takes. */
export async function rereadable<T>(
  source: Source,
  signal: AbortSignal | undefined,
  use: (source: Source) => Promise<T>,
): Promise<T> {
  if (source.contentKey !== null) return use(source);
  const folder = await mkdtemp(join(tmpdir(), "papergraph-source-"));
  try {
    const path = join(folder, "source");
    await pipeline(source.open(), createWriteStream(path), { signal });
    const kept = await file(path, (await stat(path)).size, Number.POSITIVE_INFINITY);
    return await use({ ...kept, name: source.name, fileName: source.fileName });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
