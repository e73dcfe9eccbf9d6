using RetentionTags.Binning;
using RetentionTags.Binning.Targets;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Targets;

/// <summary>CDNOW customers seen on 1 October 1997: what they spent in the next 273 days, and how soon they bought again.</summary>
public class TargetRealDataTests
{
    private const int Horizon = 273;

    [DataFact]
    public void Spend_rises_with_frequency_and_falls_with_recency()
    {
        (Table table, double[] spend, _, _) = Customers();
        MeanBinningModel model = new MeanBinning { MaxPValue = 0.05 }.Fit(table, spend);
        MeanColumnBinning frequency = model["frequency"], recency = model["recency_days"];
        Assert.Equal((Trend.Ascending, Trend.Descending), (frequency.Trend, recency.Trend));
        Assert.True(frequency.RegularBinCount >= 3 && frequency.ExplainedVariance > 0.1, frequency.ToText());
        foreach (MeanColumnBinning column in model.Columns)
        {
            var bins = new int[spend.Length];
            column.ToBins(table[column.ColumnName], bins);
            double between = 0, within = 0, mean = spend.Average();
            for (int bin = 0; bin < column.RegularBinCount; bin++)
            {
                double[] inBin = [.. spend.Where((_, row) => bins[row] == bin)];
                Same.Within(1e-9, inBin.Average(), column.Bins[bin].Mean);
                between += inBin.Length * Math.Pow(inBin.Average() - mean, 2);
                within += inBin.Sum(y => Math.Pow(y - inBin.Average(), 2));
                Assert.Equal(inBin.Count(y => y == 0), column.Bins[bin].Zeros);
            }

            Same.Within(1e-12, between / (between + within), column.ExplainedVariance, column.ColumnName);
            Assert.All(column.NeighbourTests, test => Assert.InRange(test.PValue, 0, 0.05));
        }
    }

    /// <summary>Customers who did not buy again count by the days that they were watched, those who did by the days until they did.</summary>
    [DataFact]
    public void The_rate_of_repurchase_falls_with_recency()
    {
        (Table table, _, double[] bought, double[] days) = Customers();
        RateColumnBinning recency = new RateBinning { MaxPValue = 0.05 }.Fit(table, bought, days)["recency_days"];
        Assert.Equal((684.0, 2357.0, Trend.Descending), (recency.TotalEvents, recency.TotalCount, recency.Trend));
        Assert.True(recency.RegularBinCount >= 3, recency.ToText());
        var bins = new int[days.Length];
        recency.ToBins(table["recency_days"], bins);
        for (int bin = 0; bin < recency.RegularBinCount; bin++)
        {
            double events = bought.Where((_, row) => bins[row] == bin).Sum(), exposure = days.Where((_, row) => bins[row] == bin).Sum();
            Assert.Equal((events, exposure, events / exposure), (recency.Bins[bin].Events, recency.Bins[bin].Exposure, recency.Bins[bin].Rate));
            Assert.True(exposure >= 0.05 * days.Sum());
        }

        // By brute force on the deciles of recency as the only values, three bins of any trend.
        double[] values = table.Numeric("recency_days").Values.ToArray(), ordered = [.. values.Order()];
        double[] coarse = [.. values.Select(value => (double)Enumerable.Range(1, 9).Count(i => value >= ordered[i * ordered.Length / 10]))];
        RateColumnBinning three = new RateBinning { MinBins = 3, MaxBins = 3, Trend = Trend.None, MinBinShare = 0 }.Fit(Table.Create(Column.Numeric("x", coarse)), bought, days)["x"];
        double best = double.NegativeInfinity, rate = bought.Sum() / days.Sum();
        for (int first = 1; first < 10; first++)
        {
            for (int second = first + 1; second < 10; second++)
                best = Math.Max(best, Gain(-1, first) + Gain(first, second) + Gain(second, 10));
        }

        Same.Within(1e-9, best, three.Objective);

        double Gain(int from, int to)
        {
            double events = bought.Where((_, row) => coarse[row] >= from && coarse[row] < to).Sum(), expected = rate * days.Where((_, row) => coarse[row] >= from && coarse[row] < to).Sum();
            return events == 0 ? double.NegativeInfinity : (events * Math.Log(events / expected)) - (events - expected);
        }
    }

    private static (Table Table, double[] Spend, double[] Bought, double[] Days) Customers()
    {
        EventLog log = RealData.CdnowSample();
        Snapshot snapshot = (SnapshotPlan.At(new(1997, 10, 1)) with { PerformanceDays = Horizon }).Take(log);
        Table table = new RfmFeatures().ToTable(snapshot);
        var entityOf = Enumerable.Range(0, log.Entities.Count).ToDictionary(i => log.Entities[i]);
        double[] spend = new double[snapshot.RowCount], bought = new double[spend.Length], days = new double[spend.Length];
        DateTime start = new(1997, 10, 1), end = start.AddDays(Horizon);
        for (int row = 0; row < spend.Length; row++)
        {
            days[row] = Horizon;
            (int first, int count) = log.EventsOf(entityOf[snapshot.KeyOf(row)]).GetOffsetAndLength(log.EventCount);
            for (int place = first; place < first + count; place++)
            {
                if (log.Times[place] < start || log.Times[place] >= end)
                    continue;
                spend[row] += log.Amounts[place];
                (bought[row], days[row]) = (1, Math.Min(days[row], 1 + (log.Times[place] - start).TotalDays));
            }
        }

        return (table, spend, bought, days);
    }
}
