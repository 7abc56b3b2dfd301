import fc from "fast-check";
import "reflect-metadata";
import { IdentifierScheme, identifierUrl } from "../src/papers/identifier";
import { parseDoi, parseOpenReviewId } from "../src/papers/identifier.parse";
import { parseRepositoryUrl } from "../src/repositories/repository-url";
import { parseReference } from "../src/resolving/parse-reference";

const keyed = (family: string, key: string) => ({ family, key });

test.each([
  ["2312.00752", "2312.00752"],
  ["2312.00752v2", "2312.00752"],
  ["0706.0001", "0706.0001"],
  ["arXiv:2312.00752", "2312.00752"],
  ["ARXIV: 2312.00752v10", "2312.00752"],
  ["arXiv:0706.0001v1 [q-bio.CB]", "0706.0001"],
  ["hep-th/9901001", "hep-th/9901001"],
  ["math.GT/0309136v1", "math/0309136"],
  ["https://arxiv.org/abs/math.GT/0309136v1", "math/0309136"],
  ["http://arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001"],
  ["https://ar5iv.org/2312.00752", "2312.00752"],
  ["https://ar5iv.labs.arxiv.org/html/hep-th/9901001", "hep-th/9901001"],
  ["https://arxiv.org/html/2312.00752v1/x1.png#S3.T1", "2312.00752"],
  ["https://arxiv.org/e-print/2312.00752", "2312.00752"],
  ["https://www.alphaxiv.org/overview/2312.00752v1", "2312.00752"],
  ["https://doi.org/10.48550/arXiv.2312.00752", "2312.00752"],
  ["10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001"],
  ["https://huggingface.co/papers/2312.00752", "2312.00752"],
  ["https://hf.co/papers/2312.00752#community", "2312.00752"],
  ["https://huggingface.co/api/papers/2312.00752", "2312.00752"],
  ["(arXiv:2312.00752).", "2312.00752"],
  ["<https://arxiv.org/abs/2312.00752>,", "2312.00752"],
  ["“https://arxiv.org/abs/2312.00752”…", "2312.00752"],
  ["\u200bhttps://arxiv.org/abs/2312.00752\u200b", "2312.00752"],
  ["**2312.00752**", "2312.00752"],
  ["//arxiv.org/abs/2312.00752", "2312.00752"],
  ["arXiv 2312.00752", "2312.00752"],
  ["arXiv: https://arxiv.org/abs/2312.00752", "2312.00752"],
  ["arXiv preprint arXiv:2312.00752v2", "2312.00752"],
  ["arXiv:2312.00752v2 [cs.LG] 31 May 2024", "2312.00752"],
  ["oai:arXiv.org:2312.00752", "2312.00752"],
  ["info:arxiv/hep-th/9901001", "hep-th/9901001"],
  ["math.GT/0309136v2", "math/0309136"],
  ["cond-mat.str-el/0309136", "cond-mat/0309136"],
  ["https://arxiv.org/ftp/arxiv/papers/0706/0706.0001.pdf", "0706.0001"],
  ["https://arxiv.org/ftp/hep-th/papers/9901/9901001.pdf", "hep-th/9901001"],
  ["http://export.arxiv.org/api/query?id_list=2312.00752v1", "2312.00752"],
  ["https://oaipmh.arxiv.org/oai?verb=GetRecord&identifier=oai:arXiv.org:2312.00752&metadataPrefix=arXiv", "2312.00752"],
  ["https://scirate.com/arxiv/2312.00752", "2312.00752"],
  ["https://www.semanticscholar.org/arxiv/2312.00752", "2312.00752"],
  ["https://ui.adsabs.harvard.edu/abs/arXiv:hep-th/9901001", "hep-th/9901001"],
  ["https://web.archive.org/web/20240101000000/https://arxiv.org/abs/2312.00752v1", "2312.00752"],
])("%s is on arXiv", (text, key) => {
  expect(parseReference(text)).toEqual(keyed("arxiv", key));
});

test.each([
  ["10.1145/3292500.3330701", "10.1145/3292500.3330701"],
  ["doi:10.1145/ABC", "10.1145/abc"],
  ["DOI 10.1145/abc", "10.1145/abc"],
  ["urn:doi:10.1145/abc", "10.1145/abc"],
  ["info:doi/10.1145/abc", "10.1145/abc"],
  ["https://dx.doi.org/10.1145/abc", "10.1145/abc"],
  ["doi.org/10.1145/abc/", "10.1145/abc"],
  ["https://doi.org/10.1002/(SICI)1097%3C1661::AID%3E3.0.CO;2-2", "10.1002/(sici)1097<1661::aid>3.0.co;2-2"],
  ["https://doi.org/10.1000/a%2523b%3Fc", "10.1000/a%23b?c"],
  ["https://dl.acm.org/doi/abs/10.1145/abc", "10.1145/abc"],
  ["https://dl.acm.org/doi/10.1145/abc?cid=1", "10.1145/abc"],
  ["https://link.springer.com/article/10.1007/s11263-015-0816-y", "10.1007/s11263-015-0816-y"],
  ["https://onlinelibrary.wiley.com/doi/full/10.1002/x", "10.1002/x"],
  ["https://doi.org/doi:10.1145/abc", "10.1145/abc"],
  ["DOI: https://doi.org/10.1145/abc", "10.1145/abc"],
  ["https://doi.acm.org/10.1145/abc", "10.1145/abc"],
  ["https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", "10.1007/s11263-015-0816-y"],
  ["https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001", "10.1371/journal.pone.0000001"],
])("%s is a DOI", (text, key) => {
  expect(parseReference(text)).toEqual(keyed("doi", key));
});

test.each([
  ["https://openreview.net/forum?id=rJl-b3RcF7", keyed("openReview", "rJl-b3RcF7")],
  ["openreview.net/pdf?id=rJl-b3RcF7&name=x", keyed("openReview", "rJl-b3RcF7")],
  ["https://openreview.net/forum?id=rJl-b3RcF7&noteId=abcdef", keyed("openReview", "rJl-b3RcF7")],
  ["https://github.com/Owner/Name/tree/main/src", keyed("repository", "https://github.com/owner/name")],
  ["github.com/Owner/Name.git", keyed("repository", "https://github.com/owner/name")],
  ["git@github.com:Owner/Name.git", keyed("repository", "https://github.com/owner/name")],
  ["ssh://git@github.com/Owner/Name.git", keyed("repository", "https://github.com/owner/name")],
  ["git+ssh://git@github.com:22/Owner/Name.git", keyed("repository", "https://github.com/owner/name")],
  ["git+https://github.com/Owner/Name.git@main#egg=name", keyed("repository", "https://github.com/owner/name")],
  ["https://api.github.com/repos/Owner/Name/contents", keyed("repository", "https://github.com/owner/name")],
  ["https://raw.githubusercontent.com/Owner/Name/main/README.md", keyed("repository", "https://github.com/owner/name")],
  ["https://huggingface.co/api/models/owner/model", keyed("repository", "https://huggingface.co/owner/model")],
  ["https://huggingface.co/api/datasets/owner/name", keyed("repository", "https://huggingface.co/datasets/owner/name")],
  ["https://huggingface.co/spaces/owner/name/tree/main", keyed("repository", "https://huggingface.co/spaces/owner/name")],
  ["git+https://gitlab.com/a/b/c", keyed("repository", "https://gitlab.com/a/b/c")],
  ["https://huggingface.co/owner/model/blob/main/README.md", keyed("repository", "https://huggingface.co/owner/model")],
  ["https://hf.co/datasets/owner/name", keyed("repository", "https://huggingface.co/datasets/owner/name")],
  ["https://paperswithcode.com/paper/A-Paper", keyed("papersWithCode", "a-paper")],
  ["http://www.paperswithcode.com/paper/a-paper/review/?x=1#code", keyed("papersWithCode", "a-paper")],
  ["https://physics.paperswithcode.com/paper/a-paper", keyed("papersWithCode", "a-paper")],
  ["https://web.archive.org/web/2025/https://paperswithcode.com/paper/a-paper", keyed("papersWithCode", "a-paper")],
])("%s is known by its key", (text, reference) => {
  expect(parseReference(text)).toEqual(reference);
});

test.each([
  ["task/image-classification", "TASK", ["image-classification"]],
  ["task/image-classification/latest", "TASK", ["image-classification"]],
  ["method/vit", "METHOD", ["vit"]],
  ["methods/category/convolutions", "METHOD", ["convolutions"]],
  ["methods/area/computer-vision", "AREA", ["computer-vision"]],
  ["area/computer-vision", "AREA", ["computer-vision"]],
  ["area/computer-vision/depth-estimation", "TASK", ["depth-estimation"]],
  ["sota/a-on-b-on-c?metric=x", "TASK", ["a-on-b-on-c", "a-on-b", "a"]],
  ["sota/machine-translation", "TASK", ["machine-translation"]],
])("https://paperswithcode.com/%s is about a topic", (path, kind, names) => {
  expect(parseReference(`https://paperswithcode.com/${path}`)).toEqual({ family: "topic", kind, names });
});

test.each([
  "",
  "   ",
  "not a reference",
  "attention",
  "arXiv:attention",
  "doi:attention",
  "10.12/too-short",
  "https://arxiv.org/abs/attention",
  "https://doi.org/attention",
  "https://openreview.net/forum",
  "https://huggingface.co/papers/attention",
  "https://paperswithcode.com/task/",
  "https://arxiv.org/abs/2312.00752 and more",
  "https://",
  "2312.00752\u0000",
  `https://arxiv.org/abs/${"1".repeat(3_000)}`,
])("%j is malformed", (text) => {
  expect(parseReference(text)).toBe("MALFORMED");
});

test.each([
  "https://example.org/paper/1",
  "example.org/paper",
  "http://localhost:3000/x",
  "https://github.com/owner",
  "https://github.com/topics/nlp",
  "https://arxiv.org/list/cs.LG/recent",
  "https://huggingface.co/papers",
  "https://huggingface.co/papers/date/2024-01-01",
  "https://huggingface.co/papers/trending",
  "https://huggingface.co/api/models",
  "https://github.com/trending/python",
  "https://github.com/users/someone/projects/1",
  "https://web.archive.org/web/2025/https://example.org/",
  "https://web.archive.org/",
  "https://openreview.net/group?id=ICLR.cc",
  "https://paperswithcode.com/dataset/imagenet",
  "https://notarxiv.org/abs/2312.00752",
  "https://arxiv.org.example.org/abs/2312.00752",
  "isbn:9780262046305",
])("%s is of no family that is known", (text) => {
  expect(parseReference(text)).toBe("UNKNOWN_FAMILY");
});

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const arxivId = fc.oneof(
  fc.tuple(digits(4), fc.oneof(digits(4), digits(5))).map((parts) => parts.join(".")),
  fc.tuple(fc.constantFrom("hep-th", "math", "cond-mat", "astro-ph"), digits(7)).map((parts) => parts.join("/")),
);
const form = fc.constantFrom<(id: string) => string>(
  (id) => id,
  (id) => `arXiv:${id}`,
  (id) => `https://arxiv.org/abs/${id}`,
  (id) => `https://www.arxiv.org/abs/${id}/`,
  (id) => `http://export.arxiv.org/abs/${id}?context=cs`,
  (id) => `https://arxiv.org/pdf/${id}`,
  (id) => `https://arxiv.org/pdf/${id}.pdf#page=3`,
  (id) => `https://arxiv.org/html/${id}`,
  (id) => `https://arxiv.org/format/${id}`,
  (id) => `https://arxiv.org/src/${id}`,
  (id) => `https://ar5iv.labs.arxiv.org/html/${id}`,
  (id) => `https://ar5iv.org/abs/${id}`,
  (id) => `https://www.alphaxiv.org/abs/${id}`,
  (id) => `https://huggingface.co/papers/${id}`,
  (id) => `https://doi.org/10.48550/arXiv.${id}`,
  (id) => `10.48550/arxiv.${id}`,
);

test("every form and version of one arXiv id gives one key", () => {
  const version = fc.constantFrom("", "v1", "v12");
  fc.assert(
    fc.property(arxivId, form, version, (id, write, version) => {
      expect(parseReference(write(id + version))).toEqual(keyed("arxiv", id));
      expect(parseReference(`  ${write(id + version)}\n`)).toEqual(keyed("arxiv", id));
      expect(parseReference(write(id + version).replace(/^https?:\/\//, ""))).toEqual(keyed("arxiv", id));
    }),
  );
});

test("the address of any DOI, OpenReview id or repository leads back to it", () => {
  const anything = fc.string({ unit: "binary", maxLength: 12 });
  fc.assert(
    fc.property(anything, (suffix) => {
      const doi = parseDoi(`10.1234/${suffix}`);
      fc.pre(doi !== null && !/\p{Cs}/u.test(doi));
      expect(parseReference(doi!)).toEqual(keyed("doi", doi!));
      expect(parseReference(identifierUrl(IdentifierScheme.DOI, doi!))).toEqual(keyed("doi", doi!));
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[\w-]{6,24}$/), (id) => {
      expect(parseReference(identifierUrl(IdentifierScheme.OPENREVIEW, parseOpenReviewId(id)!))).toEqual(keyed("openReview", id));
    }),
  );
  const hosts = fc.constantFrom("github.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org", "huggingface.co");
  fc.assert(
    fc.property(hosts, fc.stringMatching(/^[\w.~-]{1,12}$/), fc.stringMatching(/^[\w.~-]{1,12}$/), (host, owner, name) => {
      const repository = parseRepositoryUrl(`https://${host}/${owner}/${name}`);
      fc.pre(repository !== null);
      expect(parseReference(repository!.url)).toEqual(keyed("repository", repository!.url.toLowerCase()));
    }),
    { numRuns: 1_000 },
  );
});

test("no text makes the parser fail, or gives a key that the database refuses", () => {
  const start = fc.constantFrom(
    ...["", "arXiv:", "doi:", "10.1234/", "https://", "https://arxiv.org/abs/", "https://doi.org/10.1234/", "git@github.com:"],
    ...["https://paperswithcode.com/paper/", "https://paperswithcode.com/sota/", "https://openreview.net/forum?id=", "a.b.c/"],
    ...["https://huggingface.co/", "https://github.com/"],
  );
  const rest = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl(),
    fc
      .array(fc.constantFrom("%00", "%", "/", "..", "-on-", "[", "a", "?", "#", "@", ":", "\u0000"), { maxLength: 12 })
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(start, rest, (start, rest) => {
      const reference = parseReference(start + rest);
      expect(JSON.stringify(reference)).not.toContain("\\u0000");
    }),
    { numRuns: 2_000 },
  );
});

test("a long hostile text costs no more than other text", () => {
  const started = performance.now();
  for (const piece of ["a.", "/", ".", "10.1234/", "-on-", "%", "a-", "[", ")", "arxiv:", " "])
    for (const start of ["", "https://", "https://paperswithcode.com/sota/", "doi:"])
      parseReference(start + piece.repeat(2_000 / piece.length - 20));
  expect(performance.now() - started).toBeLessThan(1_000);
});
