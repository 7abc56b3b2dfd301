import type { Problem, Unit } from "../importers/importer";

/** Rejects that are shown one by one; the database keeps all of them. */
const SHOWN = 20;

/** Kinds that are counted apart, and of which so many are named in the sum. */
const COUNTED_KINDS = 1_000;
const NAMED_KINDS = 5;

/** What is said of a source's rejects, while it is imported and at its end. */
export interface RejectReport {
  add(problem: Problem): void;
  /** Says that something of the source was understood: from now on rejects are shown as they come. */
  noteUnderstood(): void;
  /** Shows what is left to show, and how many were rejected for which reason. `run` is the number of the import, null where nothing was written; `isToldOf`: the fault that ended the import tells of them. */
  end(run: number | null, isToldOf: boolean): void;
}

interface Kind {
  /** The first reason of the kind. */
  readonly reason: string;
  count: number;
  /** Whether all were the same to the letter. */
  isOneReason: boolean;
}

/** Reports through `log`. As long as nothing is understood and all is rejected for one reason, nothing is shown: then the end shows it once. */
export function reportRejects(name: string, unit: Unit, log: (line: string) => void): RejectReport {
  const kinds = new Map<string, Kind>();
  const held: string[] = [];
  let isUnderstood = false;
  let count = 0;
  const showHeld = () => {
    for (const line of held.splice(0)) log(line);
  };
  return {
    add({ line, reason }) {
      const kind = kinds.get(kindOf(reason));
      if (kind) {
        kind.count++;
        kind.isOneReason &&= kind.reason === reason;
      } else if (kinds.size < COUNTED_KINDS) kinds.set(kindOf(reason), { reason, count: 1, isOneReason: true });
      if (++count <= SHOWN) held.push(`${name}, ${unit} ${line}: rejected: ${reason}`);
      if (isUnderstood || kinds.size > 1) showHeld();
    },
    noteUnderstood() {
      isUnderstood = true;
      showHeld();
    },
    end(run, isToldOf) {
      const isHeld = held.length > 0;
      if (count === 0 || (isHeld && isToldOf)) return;
      if (isHeld) log(held[0]!);
      if (count > 1) log(`${name}: ${count} rejected: ${sumOf([...kinds], count)}.`);
      if (run !== null && count > (isHeld ? 1 : SHOWN)) log(`${name}: \`npm run imports -- --rejects ${run}\` shows all.`);
    },
  };
}

/** A reason without what came instead: reasons of one kind are counted together. */
function kindOf(reason: string): string {
  return reason.replace(/(?:: |, not |, but ).*$/s, "");
}

function sumOf(kinds: readonly (readonly [string, Kind])[], count: number): string {
  const named = kinds.toSorted(([, a], [, b]) => b.count - a.count).slice(0, NAMED_KINDS);
  const rest = named.reduce((left, [, kind]) => left - kind.count, count);
  const said = named.map(([name, kind]) => `${kind.count} x ${kind.isOneReason ? kind.reason : name}`);
  return [...said, ...(rest > 0 ? [`${rest} x something else`] : [])].join(", ");
}
