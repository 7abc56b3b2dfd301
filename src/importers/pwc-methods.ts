import { titleKey } from "../papers/title";
import { emptyRecord, type Importer, type PaperRecord, type SourceRecord, type TopicRecord } from "./importer";
import { identifiersIn, pageNameIn } from "./read/addresses";
import { isAdvertisement } from "./read/advertisement";
import { excerptOf, type Fields, fieldsOf, LONGEST, objectsOf, plainTextOf, textOf, textsOf, urlOf } from "./read/fields";
import { jsonArrayOf } from "./read/json-array";
import { areaRecord, topicsOnce } from "./read/pwc-topics";

const LICENSE = "CC-BY-SA-4.0";

/**
 * The methods of the former Papers with Code, its dump `methods.json`: one JSON array. Gives for each the topic, its collections and their areas, and the paper that introduced it.
 * Advertisements among the methods are reported. The year of introduction is not used: it is 2000 wherever nobody entered one.
 * https://github.com/paperswithcode/paperswithcode-data
 */
export const pwcMethods: Importer = {
  name: "pwc-methods",
  source: "papers-with-code-methods",
  unit: "entry",
  fileEndings: [".json"],
  description: "Papers with Code, its dump of methods with their collections and first papers: one JSON array",
  read: (source, options, report) =>
    topicsOnce(
      jsonArrayOf(source, options.maxLineBytes, report, (method, line) => {
        const names = [method.name, method.full_name].map((name) => textOf(name, LONGEST.title) ?? "");
        if (!names.some(isAdvertisement)) return recordsOfMethod(method);
        report({ line, reason: "is an advertisement, and no method", record: excerptOf(names) });
        return [];
      }),
    ),
};

function recordsOfMethod(method: Fields): SourceRecord[] | string {
  const pageName = pageNameIn(method.url, "method");
  if (pageName === null) return `url must be a method's page on paperswithcode.com, not ${excerptOf(method.url, 80)}`;
  const name = textOf(method.name, LONGEST.name);
  if (name === null) return `name must be a text of at most ${LONGEST.name} characters`;
  const fullName = textOf(method.full_name, LONGEST.name);
  const collections = objectsOf(method.collections);
  const paper = introducingPaper(method, pageName, name);
  return [
    ...collections.flatMap(topicsOfCollection),
    {
      kind: "topic",
      sourceKey: `method ${pageName}`,
      scheme: "PAPERS_WITH_CODE_METHOD",
      name,
      parents: textsOf(
        collections.map(({ collection }) => collection),
        LONGEST.name,
      ).filter((parent) => parent !== name),
      aliases: fullName === null || fullName === name ? [] : [fullName],
      recordLicense: LICENSE,
    },
    ...(paper ? [paper] : []),
  ];
}

/** A collection of methods, and the area that it lies in. */
function topicsOfCollection({ collection, area }: Fields): TopicRecord[] {
  const name = textOf(collection, LONGEST.name);
  const areaName = textOf(area, LONGEST.name);
  const topics: TopicRecord[] = [];
  if (areaName !== null) topics.push(areaRecord(areaName));
  if (name !== null)
    topics.push({
      kind: "topic",
      sourceKey: `collection ${name} in ${areaName}`,
      scheme: "PAPERS_WITH_CODE_METHOD",
      name,
      parents: areaName === null ? [] : [areaName],
      aliases: [],
      recordLicense: LICENSE,
    });
  return topics;
}

/** The paper that introduced the method; null where the entry names none. */
function introducingPaper(method: Fields, methodPage: string, label: string): PaperRecord | null {
  const paper = fieldsOf(method.paper);
  const pageName = pageNameIn(paper?.url, "paper");
  const title = plainTextOf(paper?.title, LONGEST.title);
  if (pageName === null || title === null) return null;
  // Some name another page about the method as its source.
  const isItsOwn = titleKey(textOf(method.source_title, LONGEST.title) ?? "") === titleKey(title);
  const address = isItsOwn ? method.source_url : null;
  return {
    ...emptyRecord,
    ...identifiersIn(address),
    sourceKey: `paper of ${methodPage}`,
    ownId: pageName,
    papersWithCodeId: pageName,
    title,
    landingUrl: urlOf(address),
    labels: [{ scheme: "PAPERS_WITH_CODE_METHOD", label, confidence: 1 }],
    url: `https://paperswithcode.com/paper/${pageName}`,
    recordLicense: LICENSE,
  };
}
