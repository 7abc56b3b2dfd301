import { loadCategoryWeights } from "../src/topics/category-model";
import { ancestorsOf } from "../src/topics/hierarchy";
import { createTagger } from "../src/topics/tagger";
import { loadVocabulary } from "../src/topics/vocabulary";
import { readJudgedTags } from "./topics/judged-tags";
import { readNamedPapers } from "./topics/papers-with-code";
import { type Half, readListedPapers } from "./topics/real-papers";
import { calibrationOf, commonest, compare, type Told } from "./topics/scores";

const vocabulary = loadVocabulary();
const tag = createTagger(vocabulary, loadCategoryWeights());
const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
const ancestors = ancestorsOf(vocabulary);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Categories that fewer papers have say little by their F1. */
const FEWEST = 50;

/** What must be reached on the half that was set aside. */
const REACHED = { micro: 0.65, macro: 0.4, error: 0.08 } as const;

/**
 * How right the tagger is on the real files: on the half of them that was set aside while rules and weights were made. Fails where that is not right enough.
 *
 *   npm run bench:tags              the half that was set aside
 *   npm run bench:tags -- TRAINING  the other half, while working on rules and weights
 */
function measure(half: Half): void {
  const { micro, macro, error } = measureCategories(half);
  measureTasks(half);
  const judgedError = measureJudged(half);
  measureSpeed(half);
  const isReached = micro >= REACHED.micro && macro >= REACHED.macro && Math.max(error, judgedError) < REACHED.error;
  if (half === "MEASURED" && !isReached) {
    console.error(
      `\nNot reached: micro F1 ${REACHED.micro}, macro F1 ${REACHED.macro}, calibration errors below ${REACHED.error}`,
    );
    process.exitCode = 1;
  }
}

function measureCategories(half: Half): { micro: number; macro: number; error: number } {
  const papers = readListedPapers(half, vocabulary);
  const answers = papers.map(({ title, abstract }) =>
    tag(title, abstract)
      .filter(({ slug }) => bySlug.get(slug)!.kind === "CATEGORY")
      .map(({ slug, confidence }) => ({ code: bySlug.get(slug)!.aliases[0]!, confidence })),
  );
  const truths = papers.map(({ categories }) => categories);
  const always = new Set(commonest(truths, 3));
  const model = compare(
    papers.map((paper, at) => ({ answer: new Set(answers[at]!.map(({ code }) => code)), truth: paper.categories })),
  );
  const baseline = compare(truths.map((truth) => ({ answer: always, truth })));
  const all = [...readListedPapers("TRAINING", vocabulary), ...readListedPapers("MEASURED", vocabulary)];
  const frequent = commonest(
    all.map(({ categories }) => categories),
    155,
  ).filter((code) => all.filter(({ categories }) => categories.has(code)).length >= FEWEST);
  const macro = ({ f1Of }: typeof model) => frequent.reduce((sum, code) => sum + (f1Of.get(code) ?? 0), 0) / frequent.length;
  console.log(`\narXiv categories from title and abstract alone: ${papers.length} papers of arxiv-listing`);
  console.log(
    `  tagger                      micro F1 ${model.f1.toFixed(3)}  (precision ${percent(model.precision)}, recall ${percent(model.recall)})  macro F1 ${macro(model).toFixed(3)} over ${frequent.length} categories`,
  );
  console.log(`  always ${[...always].join(", ")}  micro F1 ${baseline.f1.toFixed(3)}  macro F1 ${macro(baseline).toFixed(3)}`);
  console.log(`  ${frequent.map((code) => `${code} ${(model.f1Of.get(code) ?? 0).toFixed(2)}`).join("  ")}`);
  const error = showCalibration(
    answers.flatMap((told, at) => told.map(({ code, confidence }) => ({ confidence, isRight: truths[at]!.has(code) }))),
  );
  return { micro: model.f1, macro: macro(model), error };
}

/** The tables name no abstract: titles alone. A task told counts as right too where the tables say something above or below it, in the second line. */
function measureTasks(half: Half): void {
  const papers = readNamedPapers(half, vocabulary);
  const isTask = (slug: string) => bySlug.get(slug)!.kind === "TASK";
  const told = papers.map(({ title }) => tag(title, null, true).filter(({ slug }) => isTask(slug)));
  const truths = papers.map(({ tasks }) => new Set([...tasks].filter(isTask)));
  const exact = compare(truths.map((truth, at) => ({ answer: new Set(told[at]!.map(({ slug }) => slug)), truth })));
  const near = (a: string, b: string) => a === b || ancestors.get(a)!.has(b) || ancestors.get(b)!.has(a);
  const pairs = told.flatMap((tags, at) => tags.map((tag) => ({ ...tag, truth: truths[at]! })));
  const right = pairs.filter(({ slug, truth }) => [...truth].some((task) => near(slug, task)));
  const found = truths.flatMap((truth, at) => [...truth].map((task) => told[at]!.some(({ slug }) => near(slug, task))));
  const always = new Set(commonest(truths, 3));
  const baseline = compare(truths.map((truth) => ({ answer: always, truth })));
  const [precision, recall] = [right.length / pairs.length, found.filter(Boolean).length / found.length];
  console.log(`\nPapers with Code tasks from the title alone: ${papers.length} papers of the evaluation tables`);
  console.log(
    `  tagger, the very task       micro F1 ${exact.f1.toFixed(3)}  (precision ${percent(exact.precision)}, recall ${percent(exact.recall)})`,
  );
  console.log(
    `  tagger, or above or below   micro F1 ${((2 * precision * recall) / (precision + recall)).toFixed(3)}  (precision ${percent(precision)}, recall ${percent(recall)})`,
  );
  console.log(`  always ${[...always].join(", ")}  micro F1 ${baseline.f1.toFixed(3)}`);
}

/** Tags of areas, tasks and methods that were judged by hand, of papers of that half. */
function measureJudged(half: Half): number {
  const papers = readListedPapers(half, vocabulary);
  const judged = readJudgedTags(half);
  const told = papers.flatMap(({ id, title, abstract }): Told[] => {
    const judgement = judged.get(id);
    return judgement === undefined
      ? []
      : tag(title, abstract, true).flatMap(({ slug, confidence }) => {
          const isRight = judgement.get(slug);
          return isRight === undefined ? [] : [{ confidence, isRight }];
        });
  });
  const rights = [...judged.values()].flatMap((judgement) => [...judgement.values()]).filter(Boolean).length;
  const right = told.filter(({ isRight }) => isRight).length;
  console.log(`\nAreas, tasks and methods, judged by hand: ${told.length} tags of ${judged.size} papers of arxiv-listing`);
  console.log(
    `  tagger                      precision ${percent(right / told.length)}, recall ${percent(right / rights)} of what the abstracts name and the paper is about`,
  );
  return showCalibration(told);
}

function measureSpeed(half: Half): void {
  const papers = readListedPapers(half, vocabulary);
  for (const { title, abstract } of papers) tag(title, abstract); // warm
  const start = process.cpuUsage();
  for (const { title, abstract } of papers) tag(title, abstract);
  const { user, system } = process.cpuUsage(start);
  console.log(`\nSpeed: ${Math.round((papers.length * 1e6) / (user + system))} abstracts a second of one core`);
}

/** Prints the bins, and gives the error. */
function showCalibration(told: readonly Told[]): number {
  const { bins, error } = calibrationOf(told);
  console.log(`  calibration error ${error.toFixed(3)} in ten bins of confidence:`);
  for (const [index, { count, meanConfidence, rate }] of bins.entries())
    if (count > 0)
      console.log(
        `    ${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}  ${String(count).padStart(5)} tags, ${percent(meanConfidence)} sure, ${percent(rate)} right`,
      );
  return error;
}

measure(process.argv[2] === "TRAINING" ? "TRAINING" : "MEASURED");
