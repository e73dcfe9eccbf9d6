using RetentionTags.Binning;
using RetentionTags.Binning.Histograms;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>Pre-bins of 300,000 categories stop soon after they are asked to, from rows as from a histogram.</summary>
[Collection(nameof(Alone))]
public class CategoryCancellationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Stops_within_50_milliseconds_of_being_asked(double minCategoryCount)
    {
        const int Count = 300_000;
        CategoryColumn column = Column.Category("id", Enumerable.Range(0, 2 * Count).Select(row => (int)(row * 2_654_435_761L % Count)).ToArray(), [.. Enumerable.Range(0, Count).Select(i => $"id{i}")]);
        var data = TrainingSet.Create(Table.Create(column), [.. Enumerable.Range(0, 2 * Count).Select(row => row % 7 < 2)]);
        var recipe = new OptimalBinning { MinCategoryCount = minCategoryCount };
        var histogram = (CategoryHistogram)BinningHistogram.Of(data).ColumnHistograms[0];
        Action<CancellationToken>[] works = [token => ColumnPrebins.Of(recipe, column, data, token), token => histogram.ToPrebins(recipe, token)];
        foreach (Action<CancellationToken> work in works)
            Stopping.AssertIsSoon(work, [0.15, 0.35, 0.55, 0.75], milliseconds: 50, tries: 7);
    }
}
