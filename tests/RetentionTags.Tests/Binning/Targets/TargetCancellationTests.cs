using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>Long fits stop soon after they are asked to; those without columns of numbers have one of 200,000 categories.</summary>
[Collection(nameof(Alone))]
public class TargetCancellationTests
{
    [Theory]
    [InlineData(400_000, 1, 200, 1)]
    [InlineData(30_000, 6, 200, 1)]
    [InlineData(20_000, 1, 600, 1)]
    [InlineData(20_000, 1, 180, 0.05)]
    [InlineData(400_000, 0, 200, 1)]
    public void Stops_within_100_milliseconds_of_being_asked(int rows, int columns, int maxPrebins, double maxPValue)
    {
        TrainingSet data = SampleData.Wide(rows, Math.Max(1, columns));
        if (columns == 0)
            data = data.WithTable(Table.Create(Column.Category("id", Enumerable.Range(0, rows).Select(row => (int)(row * 2_654_435_761L % 200_000)).ToArray(), [.. Enumerable.Range(0, 200_000).Select(i => $"id{i}")])));
        double[] targets = [.. Enumerable.Range(0, rows).Select(row => (data.Events[row] ? 3 : 1) + (row % 7 * 0.1))], exposures = [.. targets.Select((_, row) => 1.0 + (row % 5))];
        string[] classes = [.. Enumerable.Range(0, rows).Select(row => data.Events[row] ? "a" : row % 3 == 0 ? "b" : "c")];
        CategoryColumn coded = Column.Category("class", classes);
        Action<CancellationToken>[] fits =
        [
            token => new MeanBinning { MaxPrebins = maxPrebins, MaxPValue = maxPValue }.Fit(data.Table, targets, cancellationToken: token),
            token => new RateBinning { MaxPrebins = maxPrebins, MaxPValue = maxPValue }.Fit(data.Table, targets, exposures, cancellationToken: token),
            token => new ClassBinning { MaxPrebins = maxPrebins, MaxPValue = maxPValue, TrendClass = "a" }.Fit(data.Table, coded, cancellationToken: token),
        ];
        foreach (Action<CancellationToken> fit in fits)
            Stopping.AssertIsSoon(fit, [0.2, 0.6], milliseconds: 100, tries: 5);
    }
}
