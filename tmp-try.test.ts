
import { readFileSync } from "node:fs";
import { plainText } from "./src/importers/read/plain-text";
import { namesIn } from "./src/importers/read/person-names";
test("x", () => {
  for (const t of readFileSync("/tmp/try1.txt","utf8").split("\n")) console.log(t + "\n=> " + plainText(t));
  for (const t of readFileSync("/tmp/try2.txt","utf8").split("\n")) console.log(t, namesIn(t));
  for (const u of ["$", "\\(", "\\[", "{", "\\href{", "\\textbf{", "\\'", "\\c ", "(", "``", "\\url{", "\\textcolor{", "{\\em ", "$$a", "\\footnote{", "\\ ", " for ", " for the", "\\$", "\\(a", "\\", "$\\"]) {
    const t0 = Date.now(); const s = u.repeat(1000000/u.length); plainText(s); const t1 = Date.now(); namesIn(s); const t2 = Date.now();
    if (t2 - t0 > 150) console.log(u, t1 - t0, t2 - t1);
  }
});
