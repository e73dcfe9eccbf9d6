using RetentionTags.Binning;
using RetentionTags.Binning.Solvers;

namespace RetentionTags.Tests.Support;

/// <summary>Problems for the solver with information value as objective.</summary>
internal static class InformationTable
{
    /// <summary>The intervals that are heavy enough and hold both classes, with their parts in the information value and their event rates.</summary>
    /// <param name="counts">The pre-bins.</param>
    /// <param name="minWeight">The smallest weight of a bin.</param>
    /// <param name="missing">Rows that every interval holds besides: those that are missing.</param>
    public static IntervalTable Of(IntervalCounts counts, double minWeight, BinCounts missing = default)
    {
        var table = new IntervalTable(counts.Size);
        for (int start = 0; start < counts.Size; start++)
        {
            for (int end = start + 1; end <= counts.Size; end++)
            {
                BinCounts interval = counts[start, end];
                interval = interval with { Events = interval.Events + missing.Events, NonEvents = interval.NonEvents + missing.NonEvents };
                if (interval.Events > 0 && interval.NonEvents > 0 && interval.Count >= minWeight)
                    table.Allow(start, end, InformationUnits.Of(interval), interval.EventRate);
            }
        }

        return table;
    }
}
