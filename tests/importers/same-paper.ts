import { arxiv, book, cited, face, first, listed, type NearDuplicate, page, review, row } from "./near-duplicates";

const ANNA = "Anna Berg; Bo Chen; Carla Díaz";

/** What a person would take for one paper each. */
export const samePaper: readonly NearDuplicate[] = [
  ["one arXiv id, and one title", arxiv("2101.00001", "Sparse Looms", ANNA), face("2101.00001", "Sparse Looms", ANNA)],
  ["one arXiv id, and a new title", arxiv("2101.00002", "Weaving at Scale", ANNA), face("2101.00002", "Weave Wide", ANNA)],
  [
    "one arXiv id, and no authors on one side",
    arxiv("2101.00003", "Deep Tapestry", ANNA),
    row("Tapestries", 2020, { arxivId: "2101.00003" }),
  ],
  [
    "one arXiv id, and the first author alone",
    arxiv("2101.00004", "Knot Nets", ANNA),
    first("2101.00004", "Knot Nets", "Anna Berg"),
  ],
  [
    "one arXiv id, years between the versions",
    arxiv("1501.00005", "Old Yarns", ANNA, 2015),
    first("1501.00005", "Old Yarns", "Anna Berg", 2021),
  ],
  [
    "one DOI, and one title",
    book("10.1000/s6", "Loom Logic", ANNA),
    arxiv("2101.00006", "Loom Logic", ANNA, 2021, { doi: "10.1000/s6" }),
  ],
  [
    "preprint and proceedings: another title, one DOI",
    book("10.1000/s7", "Warp Is All", ANNA),
    arxiv("2101.00007", "On Warps", ANNA, 2021, { doi: "10.1000/s7" }),
  ],
  [
    "another title, one DOI, no authors on one side",
    book("10.1000/s8", "Weft Theory", ANNA),
    row("Wefts Explained", 2020, { doi: "10.1000/s8" }),
  ],
  [
    "another title, one DOI, names abbreviated",
    book("10.1000/s9", "Fabric Proofs", "Berg, A.; Chen, B.; Díaz, C."),
    page("proofs", "Proofs on Fabric", ANNA, 2020, { doi: "10.1000/s9" }),
  ],
  [
    "one DOI, four years between preprint and journal",
    book("10.1000/s10", "Slow Threads", ANNA, 2022),
    arxiv("1801.00010", "Slow Threads", ANNA, 2018, { doi: "10.1000/s10" }),
  ],
  [
    "one id on OpenReview",
    review("reviewS11", "Braid Groups for Nets", ANNA),
    page("braid", "Braids for Nets", ANNA, 2021, { openReviewId: "reviewS11" }),
  ],
  [
    "one page name on Papers with Code",
    page("felting", "Felting Transformers", ANNA),
    row("Felting", 2021, { papersWithCodeId: "felting" }),
  ],
  ["a title alone, and the one paper that bears it", listed("Stitching Speech"), arxiv("2101.00013", "Stitching Speech", ANNA)],
  ["a title alone, and the one paper with a page", listed("Crochet Codes"), page("crochet-codes", "Crochet Codes", ANNA)],
  ["a title alone on two lists", listed("Needles and Noodles"), row("Needles and Noodles", 2020)],
  ["a title alone, printed in capitals", listed("QUILTING QUERIES FAST"), arxiv("2101.00016", "Quilting Queries Fast", ANNA)],
  ["a title alone, with other punctuation", listed("Silk - A Study (Again)!"), arxiv("2101.00017", "Silk: A Study, again", ANNA)],
  [
    "a title alone, with accents",
    listed("Poincare Embroidery in Sao Paulo"),
    arxiv("2101.00018", "Poincaré Embroidery in São Paulo", ANNA),
  ],
  [
    "a title alone, with letters that have no accent",
    listed("Lodz and Malmo, Smorrebrod Looms"),
    arxiv("2101.00019", "Łódź and Malmö, Smørrebrød Looms", ANNA),
  ],
  ["a title alone, with a formula", listed("The l1 Norm of Wool"), arxiv("2101.00020", "The $l_1$ Norm of Wool", ANNA)],
  ["a title alone, with Greek by name", listed("On α-Stable Fibres"), arxiv("2101.00021", "On $\\alpha$-Stable Fibres", ANNA)],
  ["a title alone, with small figures", listed("CO₂ in Dyeing"), arxiv("2101.00022", "CO$_2$ in Dyeing", ANNA)],
  ["a title alone, with a hyphen", listed("Pre-Training Spindles"), arxiv("2101.00023", "Pretraining Spindles", ANNA)],
  ["a title alone, with a space for the hyphen", listed("Multi Task Weavers"), arxiv("2101.00024", "Multi-Task Weavers", ANNA)],
  ["a title alone, with a long dash", listed("Thread—Count—Learning"), arxiv("2101.00025", "Thread-Count Learning", ANNA)],
  ["a title alone, with curved quotation marks", listed("“Don’t” Unravel"), arxiv("2101.00026", `"Don't" Unravel`, ANNA)],
  ["a title alone, with an ampersand", listed("Wool & Water Prints"), arxiv("2101.00027", "Wool and Water Prints", ANNA)],
  [
    "a title alone, with letters joined in print",
    listed("Eﬃcient Oﬀ-Line Knitting"),
    arxiv("2101.00028", "Efficient Off-Line Knitting", ANNA),
  ],
  ["a title alone, with wide letters", listed("Ｆｕｌｌ Width Cloth"), arxiv("2101.00029", "Full Width Cloth", ANNA)],
  ["a title alone, with a full stop", listed("Lace is Enough."), arxiv("2101.00030", "Lace Is Enough", ANNA)],
  [
    "one title, one year, the same authors",
    cited("Bobbins in Bloom", ANNA, 2020),
    arxiv("2001.00031", "Bobbins in Bloom", ANNA, 2020),
  ],
  ["one title and authors, a year apart", cited("Dye Diffusion", ANNA, 2021), arxiv("2001.00032", "Dye Diffusion", ANNA, 2020)],
  ["names abbreviated, family name first", cited("Hem Theory", "Berg, A.; Chen, B.; Díaz, C."), page("hem", "Hem Theory", ANNA)],
  ["names without accents", cited("Mohair Models", "Anna Berg; Bo Chen; Carla Diaz"), page("mohair", "Mohair Models", ANNA)],
  ["a name with a suffix", cited("Denim Dynamics", "Martin King, Jr."), page("denim", "Denim Dynamics", "M. King Jr.")],
  ["names with particles", cited("Linen Limits", "van den Berg, Rianne"), page("linen", "Linen Limits", "Rianne van den Berg")],
  ["a name whose order differs", cited("Satin Sets", "Zhang Weiwei"), page("satin", "Satin Sets", "Weiwei Zhang")],
  ["a given name with and without its hyphen", cited("Tulle Trees", "Fei-Fei Lin"), page("tulle", "Tulle Trees", "Feifei Lin")],
  ["one author was forgotten", cited("Velvet Voting", "Anna Berg; Carla Díaz"), page("velvet", "Velvet Voting", ANNA)],
  ["the first author alone, by title", cited("Corduroy Cores", "Anna Berg"), page("corduroy", "Corduroy Cores", ANNA)],
  [
    "each has an id that the other lacks: arXiv and DOI",
    arxiv("2001.00041", "Poplin Paths", ANNA, 2020),
    book("10.1000/s41", "Poplin Paths", ANNA, 2021),
  ],
  [
    "each has an id that the other lacks: arXiv and OpenReview",
    arxiv("2001.00042", "Muslin Maps", ANNA),
    review("reviewS42", "Muslin Maps", ANNA),
  ],
  [
    "each has an id that the other lacks: DOI and OpenReview",
    book("10.1000/s43", "Chintz Chains", ANNA),
    review("reviewS43", "Chintz Chains", ANNA),
  ],
  [
    "three with an id each",
    arxiv("2001.00044", "Gingham Graphs", ANNA),
    book("10.1000/s44", "Gingham Graphs", ANNA),
    review("reviewS44", "Gingham Graphs", ANNA),
  ],
  [
    "one title, and of two papers one by the same authors",
    cited("Twill Tables", ANNA),
    arxiv("2001.00045", "Twill Tables", ANNA),
    arxiv("2001.00046", "Twill Tables", "Eva Novak; Femi Obi"),
  ],
  [
    "one title, and of two papers one of its years",
    row("Felt Frames", 2021),
    arxiv("2101.00047", "Felt Frames", ANNA, 2021),
    arxiv("1001.00047", "Felt Frames", "Eva Novak", 2010),
  ],
  [
    "a DOI that another paper bears by mistake",
    page("plush", "Plush Plans", ANNA, 2020, { doi: "10.1000/s48" }),
    arxiv("2001.00048", "Plush Plans", ANNA, 2020, { doi: "10.1000/s48" }),
    arxiv("2001.00049", "Ply Plots", "Eva Novak", 2020, { doi: "10.1000/s48" }),
  ],
  [
    "through a third, which knows both ids",
    arxiv("2001.00050", "Tweed Trials", ANNA),
    book("10.1000/s50", "Trials in Tweed", ANNA),
    page("tweed", "Tweed", ANNA, 2020, { arxivId: "2001.00050", doi: "10.1000/s50" }),
  ],
  [
    "withdrawn, and told of once more by another source",
    arxiv("2001.00051", "Frayed Ends", ANNA, 2020, { isWithdrawn: true }),
    face("2001.00051", "Frayed Ends", ANNA),
  ],
  [
    "a common title, with authors and an id each",
    arxiv("2001.00052", "Preface", "Gita Rao", 2020),
    book("10.1000/s52", "Preface", "G. Rao", 2020),
  ],
];
