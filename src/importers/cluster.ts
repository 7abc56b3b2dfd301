import { agreement, type Described } from "./agreement";

/** What decides to which paper a record belongs. */
export interface IdentityRecord extends Described {
  /** Names the record among all: source and source key. */
  readonly key: string;
  readonly source: string;
  readonly ownId: string | null;
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly openReviewId: string | null;
  readonly papersWithCodeId: string | null;
  readonly titleKey: string;
}

/** The ids that tie records into one paper, the surest first. */
const IDS = ["arxivId", "papersWithCodeId", "openReviewId", "doi"] as const;

/** Ids that are given to a paper whoever speaks of it; a source's own id names it there alone. */
const UNIVERSAL = ["arxivId", "openReviewId", "doi"] as const;

/**
 * The records of each paper. A function of the set: the order in which the records are given does not show, if the set holds with each record
 * all that share an id or a title with it, directly or through others.
 */
export function clusterRecords(records: readonly IdentityRecord[]): IdentityRecord[][] {
  const groups = new Groups(records);
  tieByIds(groups);
  tieByTitles(groups);
  return groups.list();
}

/** Records that share an id are one paper, unless that would give a paper two arXiv ids: then the id is a mistake of somebody, and ties nothing. */
function tieByIds(groups: Groups): void {
  const own = (record: IdentityRecord) => record.ownId && `${record.source} ${record.ownId}`;
  for (const idOf of [...IDS.map((name) => (record: IdentityRecord) => record[name]), own])
    for (const sharing of groups.sharing(idOf)) if (valuesOf(sharing.flat(), "arxivId").size <= 1) groups.join(sharing);
}

/** An id that the records of several papers bear, in spite of all: it names the first of them, whatever came first, and the others go without. */
export interface ContestedId {
  readonly name: "papersWithCodeId" | "openReviewId" | "doi";
  readonly value: string;
  readonly winner: readonly IdentityRecord[];
  readonly losers: readonly (readonly IdentityRecord[])[];
}

/** The ids that tie records of several papers, which something else keeps apart. */
export function contestedIds(clusters: readonly (readonly IdentityRecord[])[]): ContestedId[] {
  return (["papersWithCodeId", "openReviewId", "doi"] as const).flatMap((name) => {
    const bearers = new Map<string, (readonly IdentityRecord[])[]>();
    for (const cluster of clusters)
      for (const value of valuesOf(cluster, name)) bearers.set(value, [...(bearers.get(value) ?? []), cluster]);
    return [...bearers].flatMap(([value, papers]) => {
      const [winner, ...losers] = [...papers].sort((a, b) => (leastKey(a) < leastKey(b) ? -1 : 1));
      return losers.length === 0 ? [] : [{ name, value, winner: winner!, losers }];
    });
  });
}

/** A paper without a universal id joins the one paper that bears its title, as long as there is exactly one and nothing speaks against it. */
function tieByTitles(groups: Groups): void {
  const isNamed = (group: readonly IdentityRecord[]) => group.some((record) => UNIVERSAL.some((id) => record[id] !== null));
  for (const bearers of groups.sharing(({ titleKey }) => titleKey || null)) {
    const named = bearers.filter(isNamed);
    // Two that are surely one: each has ids that the other lacks, and the same authors wrote both.
    if (named.length === 2 && areComplementary(named[0]!, named[1]!) && agreement(named[0]!, named[1]!) === "same")
      groups.join(named);
  }
  for (const bearers of groups.sharing(({ titleKey }) => titleKey || null)) {
    const named = bearers.filter(isNamed);
    const titled = bearers.filter((group) => !isNamed(group));
    if (named.length === 1) {
      const fitting = titled.filter((group) => mayBeOne(named[0]!, group));
      // Two of one source with ids of their own are two papers: neither is surely this one.
      groups.join([named[0]!, ...agreeing(fitting)]);
    } else groups.join(agreeing(titled));
  }
}

/** Those of several groups that contradict none of the others. */
function agreeing(groups: readonly IdentityRecord[][]): IdentityRecord[][] {
  return groups.filter((group) => groups.every((other) => other === group || mayBeOne(group, other)));
}

function mayBeOne(a: readonly IdentityRecord[], b: readonly IdentityRecord[]): boolean {
  return !haveRivalIds(a, b) && agreement(a, b) !== "contradiction";
}

/** Whether one source gave both an id of its own, and not the same. */
function haveRivalIds(a: readonly IdentityRecord[], b: readonly IdentityRecord[]): boolean {
  return a.some(
    (one) =>
      one.ownId !== null && b.some((other) => other.source === one.source && other.ownId !== null && other.ownId !== one.ownId),
  );
}

function areComplementary(a: readonly IdentityRecord[], b: readonly IdentityRecord[]): boolean {
  return IDS.every((id) => valuesOf(a, id).size === 0 || valuesOf(b, id).size === 0) && !haveRivalIds(a, b);
}

function valuesOf(records: readonly IdentityRecord[], id: (typeof IDS)[number]): Set<string> {
  return new Set(records.flatMap((record) => record[id] ?? []));
}

/** Disjoint groups of records that only ever join. */
class Groups {
  private readonly groupOf: Map<string, IdentityRecord[]>;

  constructor(private readonly records: readonly IdentityRecord[]) {
    this.groupOf = new Map(records.map((record) => [record.key, [record]]));
  }

  /** For each value that records of several groups share: those groups, the values and groups in an order that does not depend on arrival. */
  *sharing(idOf: (record: IdentityRecord) => string | null): Generator<IdentityRecord[][]> {
    const byValue = new Map<string, IdentityRecord[]>();
    for (const record of this.records) {
      const value = idOf(record);
      if (value === null) continue;
      const bearers = byValue.get(value);
      if (bearers) bearers.push(record);
      else byValue.set(value, [record]);
    }
    for (const [, bearers] of [...byValue].filter(([, { length }]) => length > 1).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const groups = new Set(bearers.map(({ key }) => this.groupOf.get(key)!));
      if (groups.size > 1) yield [...groups].sort((a, b) => (leastKey(a) < leastKey(b) ? -1 : 1));
    }
  }

  join(groups: readonly IdentityRecord[][]): void {
    if (groups.length < 2) return;
    const joined = groups.flat();
    for (const { key } of joined) this.groupOf.set(key, joined);
  }

  list(): IdentityRecord[][] {
    return [...new Set(this.groupOf.values())];
  }
}

function leastKey(records: readonly IdentityRecord[]): string {
  return records.reduce((least, { key }) => (key < least ? key : least), records[0]!.key);
}
