import { identifiersIn, pageNameIn } from "../../src/importers/read/addresses";
import { isAdvertisement } from "../../src/importers/read/advertisement";

test.each<[string, "arxivId" | "doi" | "openReviewId", string]>([
  ["http://arxiv.org/abs/1704.03549v4", "arxivId", "1704.03549"],
  ["https://arxiv.org/pdf/1810.13083.pdf", "arxivId", "1810.13083"],
  ["https://arxiv.org/pdf/1810.13083v2.pdf", "arxivId", "1810.13083"],
  ["https://www.arxiv.org/html/2405.00001v1/", "arxivId", "2405.00001"],
  ["https://arxiv.org/1910.02101", "arxivId", "1910.02101"],
  ["https://export.arxiv.org/abs/hep-th/9901001", "arxivId", "hep-th/9901001"],
  ["https://doi.org/10.48550/arXiv.2405.00001", "arxivId", "2405.00001"],
  ["https://doi.org/10.1109/ABC.2018.00745", "doi", "10.1109/abc.2018.00745"],
  ["http://dx.doi.org/10.3389%2Ffphys.2018.01206", "doi", "10.3389/fphys.2018.01206"],
  ["https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa_token=x", "doi", "10.1145/3292500.3330701"],
  ["https://link.springer.com/chapter/10.1007/978-3-030-01234-5_1#citeas", "doi", "10.1007/978-3-030-01234-5_1"],
  ["https://openreview.net/forum?id=HJxJ2h4tPr", "openReviewId", "HJxJ2h4tPr"],
  ["https://openreview.net/pdf?id=HJxJ2h4tPr", "openReviewId", "HJxJ2h4tPr"],
])("%s names %s %s", (address, kind, id) => {
  expect(identifiersIn(address)).toEqual({ arxivId: null, doi: null, openReviewId: null, [kind]: id });
});

test("of several addresses each kind's first id counts, and what is no address is left out", () => {
  expect(
    identifiersIn(
      null,
      7,
      "arxiv.org/abs/1",
      "https://example.org/10.1/x",
      "https://doi.org/10.1000/a",
      "https://doi.org/10.1000/b",
      "https://arxiv.org/abs/2405.00001",
    ),
  ).toEqual({ arxivId: "2405.00001", doi: "10.1000/a", openReviewId: null });
  expect(identifiersIn("https://arxiv.org/list/cs.AI/recent", "https://doi.org/%E0%A4%A", "https://openreview.net/")).toEqual({
    arxivId: null,
    doi: null,
    openReviewId: null,
  });
});

test.each<[unknown, string | null]>([
  ["https://paperswithcode.com/paper/a-paper", "a-paper"],
  ["http://www.paperswithcode.com/paper/A-Paper/?from=x", "a-paper"],
  ["https://paperswithcode.com/method/a-paper", null],
  ["https://paperswithcode.com/paper/", null],
  ["https://paperswithcode.com/paper/a/b", null],
  ["https://paperswithcode.com.example.org/paper/a", null],
  [`https://paperswithcode.com/paper/${"x".repeat(300)}`, null],
  ["a-paper", null],
  [null, null],
])("the page name in %j", (address, expected) => {
  expect(pageNameIn(address, "paper")).toBe(expected);
});

test.each([
  "Contact@Nimbus Air: +1-855-555-0134",
  "Nimbus 1 (855) 555 0134 desk",
  "nimbus_1_855_555_0134",
  "𝟏-𝟖𝟓𝟓-𝟓𝟓𝟓-𝟎𝟏𝟑𝟒 Nimbus",
  "How do I get my money back from Nimbus Air?",
  "{Guide} how can I reach a person at Nimbus",
  "Nimbus Air Customer Service",
  "Nimbus refund desk",
  "Talk to a live person at Nimbus",
])("%s is an advertisement", (name) => {
  expect(isAdvertisement(name)).toBe(true);
});

test.each([
  "Adam",
  "k-Means",
  "How2Sign pretraining",
  "ResNet-101 (32x8d)",
  "1x1 Convolution",
  "Support Vector Machine",
  "Contact Prediction",
  "Call Graph Embedding",
  "Speaker Diarization",
  "Learning What and Where to Attend",
  "PISA 2012-2015-2018",
  "VGG-19 at 1024 x 2048",
])("%s is none", (name) => {
  expect(isAdvertisement(name)).toBe(false);
});
