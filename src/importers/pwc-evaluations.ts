import { titleKey } from "../papers/title";
import {
  emptyRecord,
  type Importer,
  type PaperRecord,
  type RepositoryMention,
  type SourceRecord,
  type TopicRecord,
} from "./importer";
import { identifiersIn, pageNameIn } from "./read/addresses";
import {
  dayOf,
  excerptOf,
  type Fields,
  fieldsOf,
  LONGEST,
  listOf,
  objectsOf,
  plainTextOf,
  textOf,
  textsOf,
  urlOf,
} from "./read/fields";
import { jsonArrayOf } from "./read/json-array";
import { RECORDS_HELD } from "./read/json-text";
import { areaRecord, topicsOnce } from "./read/pwc-topics";

const LICENSE = "CC-BY-SA-4.0";

/** What cannot be read inside a task: why, and what it is. */
type Complain = (reason: string, part: unknown) => void;

/**
 * The evaluation tables of the former Papers with Code, its dump `evaluation-tables.json`: one JSON array of tasks, with their subtasks inside of them.
 * Gives each place of a task in the hierarchy; and each paper once for each task, with the code of all its rows in the tables there. A task that stands in several places has the same tables in all: they are read once.
 * https://github.com/paperswithcode/paperswithcode-data
 */
export const pwcEvaluations: Importer = {
  name: "pwc-evaluations",
  source: "papers-with-code-evaluations",
  unit: "entry",
  fileEndings: [".json"],
  description: "Papers with Code, its dump of evaluation tables: one JSON array of tasks",
  read(source, options, report) {
    const done = new Set<string>();
    const longest = RECORDS_HELD * options.maxLineBytes; // a task comes with all that is below it
    return topicsOnce(
      jsonArrayOf(source, longest, report, (task, line) => {
        if (nameOf(task) === null && listOf(task.subtasks).length === 0) return NAMELESS;
        return [...recordsOfTask(task, null, done, (reason, part) => report({ line, reason, record: excerptOf(part) }))];
      }),
    );
  },
};

const NAMELESS = `task must be a text of at most ${LONGEST.name} characters`;

function nameOf({ task }: Fields): string | null {
  return textOf(task, LONGEST.name);
}

/** What a task and the tasks below it tell, the latter also where the task itself has no name; `done` names the tasks whose tables were read. */
function* recordsOfTask(task: Fields, above: string | null, done: Set<string>, complain: Complain): Generator<SourceRecord> {
  const name = nameOf(task);
  if (name === null) complain(NAMELESS, task);
  else {
    yield* topicsOfTask(task, name, above);
    // Again elsewhere, it has the same rows: of the 28,183 of the dump of 2020 that is 12,664, 162 of the 806 that name no paper among them.
    if (!done.has(name)) yield* papersOf(task, name, complain);
    done.add(name);
  }
  for (const below of listOf(task.subtasks)) yield* recordsOfTask(fieldsOf(below) ?? {}, name ?? above, done, complain);
}

/** The task at its place below another, or at the top, and the areas that it lies in. */
function topicsOfTask(task: Fields, name: string, above: string | null): TopicRecord[] {
  const areas = textsOf(task.categories, LONGEST.name);
  const topic: TopicRecord = {
    kind: "topic",
    sourceKey: above === null ? `task ${name}` : `task ${name} in ${above}`,
    scheme: "PAPERS_WITH_CODE_TASK",
    name,
    parents: [...(above === null || above === name ? [] : [above]), ...areas],
    aliases: textsOf(task.synonyms, LONGEST.name),
    recordLicense: LICENSE,
  };
  return [...areas.map(areaRecord), topic];
}

/** The papers in the tables of a task, each once with the code of all its rows, in the order of their first rows. */
function papersOf(task: Fields, name: string, complain: Complain): PaperRecord[] {
  const papers = new Map<string, { paper: PaperRecord; code: Set<string> }>();
  for (const { sota } of objectsOf(task.datasets))
    for (const row of listOf(fieldsOf(sota)?.rows)) {
      const fields = fieldsOf(row) ?? {};
      const paper = paperOf(fields, name);
      if (paper === null) complain("the row names no paper", row);
      else {
        const { code } = papers.get(paper.sourceKey) ?? { code: new Set() };
        for (const { url } of objectsOf(fields.code_links)) code.add(urlOf(url) ?? "");
        if (!papers.has(paper.sourceKey)) papers.set(paper.sourceKey, { paper, code });
      }
    }
  return [...papers.values()].map(({ paper, code }) => ({ ...paper, repositories: [...code].flatMap(mentionOf) }));
}

/** The paper that a row names, by its address, or where it has none by its title; null when it names none. */
function paperOf(row: Fields, task: string): PaperRecord | null {
  const title = plainTextOf(row.paper_title, LONGEST.title);
  if (title === null) return null;
  const url = urlOf(row.paper_url);
  const ids = identifiersIn(url);
  return {
    ...emptyRecord,
    ...ids,
    sourceKey: `${task}: ${ids.arxivId ?? ids.doi ?? url ?? (titleKey(title) || title)}`,
    papersWithCodeId: pageNameIn(url, "paper"),
    title,
    publishedOn: dayOf(row.paper_date),
    landingUrl: url,
    labels: [{ scheme: "PAPERS_WITH_CODE_TASK", label: task, confidence: 1 }],
    recordLicense: LICENSE,
  };
}

function mentionOf(url: string): RepositoryMention[] {
  if (url === "") return [];
  return [{ url, isOfficial: false, framework: null, evidence: "STATED_BY_SOURCE", starCount: null }];
}
