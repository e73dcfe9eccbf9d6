using RetentionTags.Lifetime;

namespace RetentionTags.Tests.Lifetime;

/// <summary>The donation data of Fader, Hardie and Shang (2010), table 1: 11,104 people, six yearly opportunities.</summary>
internal static class Donations
{
    private static readonly (int Used, int[] CountsByLast)[] Published =
    [
        (0, [3464]),
        (1, [1091, 277, 129, 78, 119, 129]),
        (2, [613, 255, 155, 173, 234]),
        (3, [322, 181, 225, 357]),
        (4, [240, 284, 512]),
        (5, [335, 728]),
        (6, [1203]),
    ];

    public static PurchaseSummary Summary()
    {
        (double Used, double Last, double Count)[] rows = [.. Published.SelectMany(each => each.CountsByLast.Select((count, i) => ((double)each.Used, (double)(each.Used + i), (double)count)))];
        return PurchaseSummary.Create([.. rows.Select(row => row.Used)], [.. rows.Select(row => row.Last)], [.. rows.Select(_ => 6.0)], TimeUnit.Opportunity, [.. rows.Select(row => row.Count)]);
    }
}
