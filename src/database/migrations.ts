import { Papers1795392000001 } from "../../migrations/1795392000001-Papers";
import { Authors1795392000002 } from "../../migrations/1795392000002-Authors";
import { Topics1795392000003 } from "../../migrations/1795392000003-Topics";
import { Repositories1795392000004 } from "../../migrations/1795392000004-Repositories";
import { Days1795392000005 } from "../../migrations/1795392000005-Days";
import { Sources1795392000006 } from "../../migrations/1795392000006-Sources";
import { FilterIndexes1795392000007 } from "../../migrations/1795392000007-FilterIndexes";
import { FilterStatistics1795392000008 } from "../../migrations/1795392000008-FilterStatistics";
import { Catalogues1795392000010 } from "../../migrations/1795392000010-Catalogues";
import { Harvest1795392000011 } from "../../migrations/1795392000011-Harvest";
import { Order1795392000012 } from "../../migrations/1795392000012-Order";
import { RepositoryIds1795392000013 } from "../../migrations/1795392000013-RepositoryIds";
import { AuthorsWhole1795392000016 } from "../../migrations/1795392000016-AuthorsWhole";
import { KnownPages1795392000018 } from "../../migrations/1795392000018-KnownPages";
import { RateWindows1795392000019 } from "../../migrations/1795392000019-RateWindows";
import { RepositoryPages1795392000022 } from "../../migrations/1795392000022-RepositoryPages";
import { TitleSearch1795392000023 } from "../../migrations/1795392000023-TitleSearch";
import { Suggestions1795392000024 } from "../../migrations/1795392000024-Suggestions";
import { TopicGraph1795392000025 } from "../../migrations/1795392000025-TopicGraph";
import { Members1795392000026 } from "../../migrations/1795392000026-Members";
import { Upvotes1795392000027 } from "../../migrations/1795392000027-Upvotes";
import { Trending1795392000028 } from "../../migrations/1795392000028-Trending";
import { SavedFilters1795392000029 } from "../../migrations/1795392000029-SavedFilters";
import { Contributions1795392000031 } from "../../migrations/1795392000031-Contributions";

/** Every migration, in the order in which they run. */
export const migrations = [
  Papers1795392000001,
  Authors1795392000002,
  Topics1795392000003,
  Repositories1795392000004,
  Days1795392000005,
  Sources1795392000006,
  FilterIndexes1795392000007,
  FilterStatistics1795392000008,
  Catalogues1795392000010,
  Harvest1795392000011,
  Order1795392000012,
  RepositoryIds1795392000013,
  AuthorsWhole1795392000016,
  KnownPages1795392000018,
  RateWindows1795392000019,
  RepositoryPages1795392000022,
  TitleSearch1795392000023,
  Suggestions1795392000024,
  TopicGraph1795392000025,
  Members1795392000026,
  Upvotes1795392000027,
  Trending1795392000028,
  SavedFilters1795392000029,
  Contributions1795392000031,
];
