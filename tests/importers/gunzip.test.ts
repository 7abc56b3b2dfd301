import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { SourceError } from "../../src/importers/importer";
import { unpacked } from "../../src/importers/read/gunzip";

async function unpack(source: Uint8Array, limit = 1_000_000, chunkSize = 10): Promise<string> {
  async function* chunks() {
    for (let start = 0; start < source.length; start += chunkSize) yield source.subarray(start, start + chunkSize);
  }
  const parts: Uint8Array[] = [];
  for await (const part of unpacked(chunks(), limit)) parts.push(part);
  return Buffer.concat(parts).toString();
}

test("unpacks gzip, of one part or several, and leaves anything else as it is, whatever the chunks", async () => {
  const text = "A sample, ".repeat(100);
  for (const chunkSize of [1, 2, 3, 1_000]) {
    expect(await unpack(gzipSync(text), 1_000, chunkSize)).toBe(text);
    expect(await unpack(Buffer.concat([gzipSync(text), gzipSync("more")]), 2_000, chunkSize)).toBe(`${text}more`);
    for (const plain of ["", "\u001f", "PK", text]) expect(await unpack(Buffer.from(plain), 1_000, chunkSize)).toBe(plain);
  }
});

test("stops a source that unpacks to more than the limit, before it is unpacked", async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  const begun = process.memoryUsage().arrayBuffers;
  await expect(unpack(bomb, 1_000_000, 65_536)).rejects.toThrow(
    new SourceError(1, "must be at most 1000000 bytes when unpacked"),
  );
  expect(process.memoryUsage().arrayBuffers - begun).toBeLessThan(50_000_000);
  await expect(unpack(Buffer.alloc(20), 10)).rejects.toThrow("must be at most 10 bytes");
});

test("gzip that is cut or damaged gives a SourceError, never another", async () => {
  const packed = gzipSync("A sample, ".repeat(20));
  await expect(unpack(packed.subarray(0, 30))).rejects.toThrow("line 1: must be whole gzip: unexpected end of file");
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.nat(255), async (place, byte) => {
      const damaged = Buffer.from(packed);
      damaged[place] = byte;
      const error = await unpack(damaged).catch((error: unknown) => error);
      if (typeof error !== "string") expect(error).toBeInstanceOf(SourceError);
    }),
  );
});

test("an error of the source itself stays what it is, and a source that is left is closed", async () => {
  const broken = new Error("the disk is gone");
  let isClosed = false;
  async function* source(start: Uint8Array, fails: boolean) {
    try {
      yield start;
      if (fails) throw broken;
      yield start;
    } finally {
      isClosed = true;
    }
  }
  for (const start of [gzipSync("A sample"), Buffer.from("A sample")]) {
    const consume = async (fails: boolean) => {
      for await (const _part of unpacked(source(start.subarray(0, -2), fails), 1_000)) if (!fails) break;
    };
    await expect(consume(true)).rejects.toBe(broken);
    isClosed = false;
    await consume(false).catch(() => {});
    expect(isClosed).toBe(true);
  }
});
