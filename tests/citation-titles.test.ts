import { cite, read } from "./cite";

const titleIn = (title: string) => /^ {2}title = \{(.*)\},?$/m.exec(cite("BIBTEX", { title }))![1];

test.each([
  ["From dyadic $\\Lambda_{\\alpha}$ to $\\lambda_\\alpha$", "From dyadic {$\\Lambda_{\\alpha}$} to $\\lambda_\\alpha$"],
  ["$K$-Theory & $a<b--c'$ of 5% in_text", "{$K$}-{Theory} \\& $a<b--c'$ of 5\\% in\\_text"],
  ["Sets $\\{a, B\\}$: $A$", "Sets {$\\{a, B\\}$}: {$A$}"],
])("the mathematics of %j is TeX already, and its capitals stay", (title, written) => {
  expect(titleIn(title)!.replace("\\textunderscore{}", "\\_")).toBe(written);
});

test.each(["From $5 to $10", "Half $x{y$ of it", "$ a $ spaced", "Two $\\{x}$", "A $50%$ off", "$$x$$ shown"])(
  "the dollars of %j are dollars",
  (title) => {
    expect(titleIn(title)).not.toMatch(/\$/);
    expect(read(cite("BIBTEX", { title }))[0].title).toBe(title);
  },
);

test("words with capitals are braced whole, whatever letters they are made of", () => {
  expect(titleIn("On Gröbner bases, non-Ångström iPhones and the Éa of ŁódźX")).toBe(
    "On {Gröbner} bases, non-{Ångström} {iPhones} and the {Éa} of {ŁódźX}",
  );
  expect(titleIn('ÜberNet: Über "Große" Dinge')).toBe('{ÜberNet}: Über "{Große}" {Dinge}');
});
