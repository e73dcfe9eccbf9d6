using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>What the rows of each category weigh.</summary>
internal static class LevelWeights
{
    /// <summary>The weight of each level, and that of the rows in which the category is missing.</summary>
    public static (double[] Levels, double Missing) Of(CategoryColumn column, CleaningPass pass) => Of(column, pass, isEvent: null);

    /// <summary>The same of events only, or of non-events only.</summary>
    public static (double[] Levels, double Missing) Of(CategoryColumn column, CleaningPass pass, bool? isEvent)
    {
        var levels = new double[column.Levels.Count];
        double missing = 0;
        ReadOnlySpan<int> codes = column.Codes;
        ReadOnlySpan<bool> events = pass.Data!.Events;
        for (int row = 0; row < codes.Length; row++)
        {
            pass.CheckSometimes(row);
            if (isEvent is bool wanted && events[row] != wanted)
                continue;
            if (codes[row] == CategoryColumn.MissingCode)
                missing += pass.WeightOf(row);
            else
                levels[codes[row]] += pass.WeightOf(row);
        }

        return (levels, missing);
    }
}
