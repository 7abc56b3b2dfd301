import { integer, type Setting } from "./setting";

/** What a member may do at most. */
export interface CommunitySettings {
  readonly upvotesPerDay: number;
  readonly submissionsPerDay: number;
  readonly repositoryLinksPerDay: number;
  readonly disputesPerDay: number;
  readonly topicChangesPerDay: number;
  /** Filters that one keeps. */
  readonly savedFiltersMax: number;
}

export const communitySettings: { readonly [K in keyof CommunitySettings]: Setting<number> } = {
  upvotesPerDay: integer("UPVOTES_PER_DAY", 1_000, 0, 1_000_000),
  submissionsPerDay: integer("SUBMISSIONS_PER_DAY", 50, 0, 1_000_000),
  repositoryLinksPerDay: integer("REPOSITORY_LINKS_PER_DAY", 200, 0, 1_000_000),
  disputesPerDay: integer("DISPUTES_PER_DAY", 50, 0, 1_000_000),
  topicChangesPerDay: integer("TOPIC_CHANGES_PER_DAY", 200, 0, 1_000_000),
  savedFiltersMax: integer("SAVED_FILTERS_MAX", 100, 0, 100_000),
};
