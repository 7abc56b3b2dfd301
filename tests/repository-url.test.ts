import fc from "fast-check";
import { parseRepositoryUrl, repositoriesIn } from "../src/repositories/repository-url";

test.each([
  ["https://github.com/huawei-noah/ghostnet/tree/master/tinynet_pytorch,", "https://github.com/huawei-noah/ghostnet"],
  ["http://www.github.com/Owner/Name.git", "https://github.com/Owner/Name"],
  ["https://github.com/owner/name/", "https://github.com/owner/name"],
  ["https://github.com/owner/name/blob/main/README.md?plain=1#top", "https://github.com/owner/name"],
  ["github.com/owner/name.", "https://github.com/owner/name"],
  ["https://github.com/owner/name.js", "https://github.com/owner/name.js"],
  ["https://github.com/owner/name).", "https://github.com/owner/name"],
  ["git@github.com:owner/name.git", "https://github.com/owner/name"],
  ["HTTPS://GitHub.com/Owner/Name", "https://github.com/Owner/Name"],
  ["https://gitlab.com/group/sub/name/-/tree/main", "https://gitlab.com/group/sub/name"],
  ["https://gitlab.com/owner/name/tree/main/x", "https://gitlab.com/owner/name"],
  ["https://gitee.com/mindspore/mindspore/tree/master/model_zoo/research/cv/tinynet.", "https://gitee.com/mindspore/mindspore"],
  ["https://huggingface.co/datasets/owner/name/viewer", "https://huggingface.co/datasets/owner/name"],
  ["https://huggingface.co/owner/model", "https://huggingface.co/owner/model"],
  ["http://github.com:80/owner/name", "https://github.com/owner/name"],
  ["https://github.com:owner/name", "https://github.com/owner/name"],
  ["https://somebody:secret@github.com/owner/name.git", "https://github.com/owner/name"],
  ["ssh://git@gitlab.com:22/group/sub/name.git", "https://gitlab.com/group/sub/name"],
  ["pip install git+https://github.com/owner/name.git@v1.0".slice(12), "https://github.com/owner/name"],
  ["https://raw.githubusercontent.com/owner/name/main/data.csv", "https://github.com/owner/name"],
  ["https://gitlab.com/group/name/issues/3", "https://gitlab.com/group/name"],
  ["https://gitlab.com/group/sub/name/raw/main/x", "https://gitlab.com/group/sub/name"],
])("%s is %s", (text, url) => {
  expect(parseRepositoryUrl(text)?.url).toBe(url);
});

test.each([
  "https://github.com/owner",
  "https://github.com/topics/nlp",
  "https://github.com/trending/python?since=daily",
  "https://github.com/stars/owner/lists/x",
  "https://huggingface.co/chat/conversation/x",
  "https://raw.githubusercontent.com/owner",
  "me@github.com/owner/name",
  "https://owner.github.io/name",
  "https://huggingface.co/papers/2401.00001",
  "https://example.org/owner/name",
  "https://notgithub.com/owner/name",
  "https://github.com/../name",
  "not an address",
  "",
])("%j is no repository", (text) => {
  expect(parseRepositoryUrl(text)).toBeNull();
});

test("finds what prose names, each once, without its punctuation", () => {
  const text =
    "Code is at https://github.com/a/b, and (again: https://github.com/A/B.git). See also github.com/c/d; models: [here](https://huggingface.co/e/f). Write to me@github.com/x/y.";
  expect(repositoriesIn(text).map(({ url }) => url)).toEqual([
    "https://github.com/a/b",
    "https://github.com/c/d",
    "https://huggingface.co/e/f",
  ]);
});

test("a canonical address stays as it is, and no text makes the parser fail", () => {
  const part = fc.stringMatching(/^[A-Za-z0-9][\w-]{0,10}$/);
  fc.assert(
    fc.property(part, part, fc.constantFrom("github.com", "gitee.com", "bitbucket.org", "codeberg.org"), (owner, name, host) => {
      const url = `https://${host}/x${owner}/${name}`;
      expect(parseRepositoryUrl(url)?.url).toBe(url);
    }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((path) => `https://github.com/${path}`),
      ),
      (text) => {
        for (const { url } of repositoriesIn(text)) expect(parseRepositoryUrl(url)?.url).toBe(url);
      },
    ),
  );
});
