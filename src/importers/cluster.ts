import { agreement, authorAgreement, authorWords, type Described } from "./agreement";
import { isCommonTitle } from "./match-key";
import type { Tie } from "./record-ties";

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
  /** As `matchKey` gives it. */
  readonly titleKey: string;
}

/** The ids that tie records into one paper, the surest first. */
const IDS = ["arxivId", "papersWithCodeId", "openReviewId", "doi"] as const;

/** Ids that are given to a paper whoever speaks of it; a source's own id names it there alone. */
const UNIVERSAL = ["arxivId", "openReviewId", "doi"] as const;

/**
 * The records of each paper. A function of the set: the order in which the records are given does not show, if the set holds with each record
 * all that share an id, a title or a tie with it, directly or through others.
 */
export function clusterRecords(records: readonly IdentityRecord[], ties: readonly Tie[] = []): IdentityRecord[][] {
  const groups = new Groups(records);
  for (const tie of ties) groups.tie(tie);
  tieByIds(groups);
  tieByTitles(groups);
  return groups.list();
}

/** Records that share an id are one paper, unless something else keeps them apart: then the id is somebody's mistake, and ties only those that share their title too. */
function tieByIds(groups: Groups): void {
  const own = (record: IdentityRecord) => record.ownId && `${record.source} ${record.ownId}`;
  for (const idOf of [...IDS.map((name) => (record: IdentityRecord) => record[name]), own])
    for (const sharing of groups.sharing(idOf))
      if (isOnePaper(sharing)) groups.join(sharing);
      else for (const titled of connected(sharing, titlesOf, () => true)) if (isOnePaper(titled)) groups.join(titled);
}

/** Whether groups that share an id can be one paper: no two have different arXiv ids, and none has a title and authors of its own. */
function isOnePaper(groups: readonly IdentityRecord[][]): boolean {
  if (valuesOf(groups.flat(), "arxivId").size > 1) return false;
  const isAlien = (a: IdentityRecord[], b: IdentityRecord[]) =>
    valuesOf(a, "arxivId").size + valuesOf(b, "arxivId").size < 2 && // two with one arXiv id are one, whatever they are called
    !a.some(({ titleKey }) => b.some((other) => other.titleKey === titleKey)) &&
    authorAgreement(a, b) === "contradiction";
  return !groups.some((a, index) => groups.slice(index + 1).some((b) => isAlien(a, b)));
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

/** Papers that share a title are one where their authors say so; what only a title names joins the one paper that bears it, as long as there is exactly one and nothing speaks against it. */
function tieByTitles(groups: Groups): void {
  const titleOf = ({ titleKey }: IdentityRecord) => titleKey || null;
  for (const bearers of groups.sharing(titleOf))
    for (const sure of connected(bearers, authorWords, (a, b) => !haveRivalIds(a, b) && agreement(a, b) === "same"))
      if (sure.every((group) => sure.every((other) => other === group || mayBeOne(group, other)))) groups.join(sure);
  const isNamed = (group: readonly IdentityRecord[]) => group.some((record) => UNIVERSAL.some((id) => record[id] !== null));
  for (const bearers of groups.sharing((record) => (isCommonTitle(record.titleKey) ? null : titleOf(record)))) {
    const named = bearers.filter(isNamed);
    const titled = bearers.filter((group) => !isNamed(group));
    const fitting = new Map(titled.map((group) => [group, named.filter((paper) => mayBeOne(paper, group))]));
    for (const paper of named) {
      const own = titled.filter((group) => fitting.get(group)!.length === 1 && fitting.get(group)![0] === paper);
      // Two of one source with ids of their own are two papers: neither is surely this one.
      groups.join([paper, ...agreeing(own)]);
    }
    groups.join(agreeing(titled.filter((group) => fitting.get(group)!.length !== 1)));
  }
}

const titlesOf = (group: readonly IdentityRecord[]) => new Set(group.map(({ titleKey }) => titleKey).filter((key) => key !== ""));

/** The groups in lots that are tied, directly or through others; those that are tied to none are left out. Only those that have a word in common are compared: a title may have thousands. */
function connected(
  groups: readonly IdentityRecord[][],
  wordsOf: (group: readonly IdentityRecord[]) => ReadonlySet<string>,
  areTied: (a: IdentityRecord[], b: IdentityRecord[]) => boolean,
): IdentityRecord[][][] {
  const words = new Map(groups.map((group) => [group, wordsOf(group)]));
  const bearers = new Map<string, IdentityRecord[][]>();
  for (const [group, own] of words) for (const word of own) bearers.set(word, [...(bearers.get(word) ?? []), group]);
  const left = new Set(groups);
  return groups.flatMap((first) => {
    if (!left.delete(first)) return [];
    const lot = [first];
    for (const group of lot)
      for (const word of words.get(group)!)
        for (const other of bearers.get(word)!)
          if (left.has(other) && areTied(group, other) && left.delete(other)) lot.push(other);
    return lot.length > 1 ? [lot] : [];
  });
}

/** Those of several groups that contradict none of the others. */
function agreeing(groups: readonly IdentityRecord[][]): IdentityRecord[][] {
  return groups.filter((group) => groups.every((other) => other === group || mayBeOne(group, other)));
}

function mayBeOne(a: readonly IdentityRecord[], b: readonly IdentityRecord[]): boolean {
  return !haveRivalIds(a, b) && agreement(a, b) !== "contradiction";
}

/** Whether both have an id of one kind, or one source gave both an id of its own, and not the same. */
function haveRivalIds(a: readonly IdentityRecord[], b: readonly IdentityRecord[]): boolean {
  const areRivals = (ids: ReadonlySet<string>, others: ReadonlySet<string>) =>
    ids.size > 0 && others.size > 0 && ![...ids].some((id) => others.has(id));
  return (
    IDS.some((id) => areRivals(valuesOf(a, id), valuesOf(b, id))) ||
    a.some(({ source }) => areRivals(ownIds(a, source), ownIds(b, source)))
  );
}

function ownIds(records: readonly IdentityRecord[], source: string): Set<string> {
  return new Set(records.flatMap((record) => (record.source === source && record.ownId !== null ? [record.ownId] : [])));
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

  /** Joins the groups of two records; one that is not there ties nothing. */
  tie(keys: Tie): void {
    const groups = new Set(keys.flatMap((key) => [this.groupOf.get(key) ?? []]));
    if ([...groups].every(({ length }) => length > 0)) this.join([...groups]);
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
  return records.map(({ key }) => key).sort()[0]!;
}
