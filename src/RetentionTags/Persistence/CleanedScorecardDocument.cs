namespace RetentionTags.Persistence;

/// <summary>A scorecard with its cleaning as they are saved.</summary>
internal sealed record CleanedScorecardDocument(CleaningDocument Cleaning, ScorecardDocument Scorecard);
