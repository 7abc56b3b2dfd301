import { readFileSync } from "node:fs";
import { namesIn, nameOf } from "./src/importers/read/person-names";
test("x", () => {
  let same = 0;
  for (const l of readFileSync("/work/shared/data/arxiv-snapshot/arxiv-metadata-oai-snapshot-sample.jsonl", "utf8").trim().split("\n")) {
    const r = JSON.parse(l);
    const parsed = r.authors_parsed.map((a: any) => nameOf(a[1], a[0], a[2]));
    const { names } = namesIn(r.authors);
    const k = (s: any) => JSON.stringify(s).replace(/ /g, "");
    if (k(parsed) === k(names)) same++; else console.log(r.id, r.authors.slice(0,300), parsed.slice(0,12), names.slice(0,12));
  }
  console.log(same);
});
