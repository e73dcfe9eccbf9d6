using RetentionTags.Binning.Prebins;
using RetentionTags.Cleaning;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Cleaning;

public class WeightedQuantilesTests : PropertyTests
{
    [Property(MaxTest = 300)]
    public void Quantiles_are_those_of_the_rows_written_out(SmallSet set)
    {
        double[] rows = Plain.Present(set);
        if (rows.Length == 0)
            return;
        foreach (double p in (double[])[0, 0.01, 0.25, 1.0 / 3, 0.5, 0.75, 0.99, 1])
            Same.Within(1e-12, Finite(Plain.Quantile(rows, p)), Finite(WeightedQuantiles.Of(Sorted(set), p)), $"p = {p}");
    }

    [Property(MaxTest = 300)]
    public void Deviations_are_those_of_the_rows_written_out(SmallSet set)
    {
        double[] rows = [.. Plain.Present(set).Where(double.IsFinite)];
        if (rows.Length == 0)
            return;
        SmallSet finite = new([.. set.Rows.Where(row => double.IsFinite(row.Value))]);
        double median = Plain.Quantile(rows, 0.5);
        double[] deviations = [.. rows.Select(value => Math.Abs(value - median)).Order()];
        Same.Relatively(1e-12, [median], [WeightedQuantiles.Of(Sorted(finite), 0.5)]);
        Same.Relatively(1e-12, [Plain.Quantile(deviations, 0.5)], [WeightedQuantiles.MedianDeviation(Sorted(finite), median)]);
        Same.Relatively(1e-12, [deviations.Average()], [WeightedQuantiles.MeanDeviation(Sorted(finite), median)]);
        Same.Within(1e-12 * rows.Max(Math.Abs), rows.Average(), WeightedQuantiles.Mean(Sorted(finite)));
    }

    /// <summary>Quantile of the numbers 1 to 10 and 100, type 7, as Hyndman and Fan's formula gives by hand: h = 10 p.</summary>
    [Fact]
    public void By_hand()
    {
        SmallSet set = new([.. Enumerable.Range(1, 10).Append(100).Select(number => new SmallRow(number, null, false, 1))]);
        Assert.Equal(3.5, WeightedQuantiles.Of(Sorted(set), 0.25));
        Assert.Equal(6, WeightedQuantiles.Of(Sorted(set), 0.5));
        Assert.Equal(8.5, WeightedQuantiles.Of(Sorted(set), 0.75));
        Assert.Equal(10 + (0.5 * 90), WeightedQuantiles.Of(Sorted(set), 0.95));
        Assert.Equal(3, WeightedQuantiles.MedianDeviation(Sorted(set), 6));
    }

    /// <summary>Where an infinity has a part in it, only whether the two agree.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : double.IsNaN(value) ? -1e9 : 1e9 * Math.Sign(value);

    private static SortedValues Sorted(SmallSet set) => SortedValues.Of(
        set.Rows.Select(row => row.Value).ToArray(),
        set.Rows.Select(row => row.IsEvent).ToArray(),
        set.Rows.Select(row => (double)row.Weight).ToArray(),
        CancellationToken.None);
}
