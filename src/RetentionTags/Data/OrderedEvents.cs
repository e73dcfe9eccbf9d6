namespace RetentionTags.Data;

/// <summary>Events by entity and time.</summary>
/// <param name="Entities">The entities.</param>
/// <param name="Starts">Where each entity's events begin; one place more than there are entities.</param>
/// <param name="Times">The moments, in UTC.</param>
/// <param name="Amounts">The amounts.</param>
/// <param name="Rows">For each place the row that is there; empty when nothing but time and amount tells rows apart.</param>
/// <param name="FirstTime">The first of all moments, in UTC.</param>
/// <param name="LastTime">The last of all moments, in UTC.</param>
internal sealed record OrderedEvents(EntityKeys Entities, int[] Starts, DateTime[] Times, double[] Amounts, int[] Rows, DateTime FirstTime, DateTime LastTime);
