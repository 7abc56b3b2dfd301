import { titleKey } from "../papers/title";

/** Letters that a careless hand writes in ASCII, and that Unicode does not take apart; and those that TeX writes by name. */
const WRITTEN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" },
    ...{ α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota", κ: "kappa" },
    ...{ λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", τ: "tau", υ: "upsilon", φ: "phi", χ: "chi" },
    ...{ ψ: "psi", ω: "omega", ℓ: "ell" },
  }),
);
const LETTERS = new RegExp(`[${[...WRITTEN.keys()].join("")}]`, "g");

/** Titles that many papers bear: alone they say nothing. As `matchKey` gives them. */
const COMMON = new Set([
  ...["addendum", "afterword", "announcement", "bookreview", "bookreviews", "comment", "commentary", "conclusion", "correction"],
  ...["corrections", "corrigendum", "discussion", "editorial", "editornote", "editorsnote", "erratum", "errata", "foreword"],
  ...["frontmatter", "fromtheeditor", "guesteditorial", "guesteditorsintroduction", "inmemoriam", "index", "interview"],
  ...["introduction", "introductiontothespecialissue", "letterfromtheeditor", "letters", "lettertotheeditor", "news", "obituary"],
  ...["preface", "reply", "response", "retraction", "retractionnotice", "summary", "tableofcontents", "untitled"],
]);

/**
 * By what titles are compared: the key of a title without its spaces, so that "pre-training" is "pretraining", with "&" as "and", and with Greek and special letters as ASCII
 * writes them. Empty for a title without letters and digits.
 */
export function matchKey(title: string): string {
  const plain = /[^\x20-\x7e]|[$&]/.test(title) ? asWritten(title) : title;
  return titleKey(plain).replaceAll(" ", "");
}

function asWritten(title: string): string {
  return title
    .replace(/\$[^$]*\$/g, (formula) => formula.replace(/[_^]/g, "")) // CO$_2$ is CO2
    .replace(/\\?&(?:amp;)?/g, " and ")
    .toLowerCase()
    .replace(LETTERS, (letter) => WRITTEN.get(letter)!);
}

/** Whether a title, as `matchKey` gives it, is one that papers share without having anything else in common. */
export function isCommonTitle(key: string): boolean {
  return COMMON.has(key);
}
