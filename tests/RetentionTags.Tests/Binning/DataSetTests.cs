using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>Every real data set under many recipes: no surprises, and tables that are true.</summary>
public class DataSetTests
{
    /// <summary>Recipes that every column can follow.</summary>
    private static readonly BinningRecipe[] Free =
    [
        new OptimalBinning(),
        .. Enum.GetValues<BinningObjective>().Select(objective => new OptimalBinning { Objective = objective, MaxPrebins = 60, ConcentrationPenalty = 0.01 * (int)objective }),
        .. Enum.GetValues<Trend>().Select(trend => new OptimalBinning { Trend = trend, MaxPrebins = 30 + (2 * (int)trend), Unseen = UnseenPolicy.AsRare }),
        .. Enum.GetValues<MissingPolicy>().Select(missing => new OptimalBinning { Missing = missing, WoeEstimate = WoeEstimate.EmpiricalBayes, MaxPrebins = 40, Unseen = UnseenPolicy.AsMissing }),
        .. Enum.GetValues<PrebinRule>().Where(rule => rule != PrebinRule.None).Select(rule => new OptimalBinning { Prebins = rule, MaxPrebins = 40, ShareBase = ShareBase.AllRows }),
        new OptimalBinning { TrendChoice = TrendChoice.CrossFitted, MaxPrebins = 40 },
        new OptimalBinning { MaxPValue = 0.05, MaxPrebins = 30 },
        new OptimalBinning { MaxPValue = 0.01, PValuePairs = PairScope.All, MaxPrebins = 20 },
        new OptimalBinning { MinRateDifference = 0.02, MinBinShare = 0.02, MaxPrebins = 30 },
        new OptimalBinning { Specials = [new("none", [0, -1, "unknown", "No"]), new("some", [1, "yes"])], MaxPrebins = 40 },
        .. from rule in Enum.GetValues<FixedRule>()
           from missing in (MissingPolicy[])[MissingPolicy.OwnBin, (MissingPolicy)(1 + ((int)rule % 5))]
           select Ruled(new() { Rule = rule, Missing = missing, WoeEstimate = (WoeEstimate)((int)rule % 2) }),
    ];

    /// <summary>Recipes that ask for more than some columns have.</summary>
    private static readonly BinningRecipe[] Strict =
    [
        new OptimalBinning { MinBins = 3, MaxPrebins = 30, LeaveOutFailures = true },
        new OptimalBinning { MaxBinShare = 0.4, MinBinShare = 0.1, MaxPrebins = 30, LeaveOutFailures = true },
        new OptimalBinning { MinBins = 2, MaxPValue = 0.001, Trend = Trend.Descending, MaxPrebins = 20, LeaveOutFailures = true },
        new OptimalBinning { MinBinEvents = 150, MinBinNonEvents = 300, MinBins = 2, MaxPrebins = 30, LeaveOutFailures = true },
        new OptimalBinning { FixedCuts = [1.5, 100], SignChangeAt = 20, UndividedRanges = [new(2, 4)], MaxPrebins = 30, LeaveOutFailures = true },
    ];

    [DataFact]
    public void Telco() => Holds(RealData.Telco(), oneIn: 4);

    [DataFact]
    public void Bank_marketing() => Holds(RealData.Bank(), oneIn: 9);

    [DataFact]
    public void Hillstrom() => Holds(RealData.Hillstrom(), oneIn: 20);

    [DataFact]
    public void Cdnow()
    {
        Holds(RealData.Customers(RealData.CdnowSample(), new(1997, 10, 1), 273), oneIn: 1);
        Holds(RealData.Customers(RealData.CdnowMaster(), new(1997, 7, 1), 180), oneIn: 8);
    }

    [DataFact]
    public void Online_retail() => Holds(RealData.Customers(RealData.OnlineRetail(), new(2011, 9, 1), 90), oneIn: 2);

    private static FixedBinning Ruled(FixedBinning recipe) => recipe.Rule == FixedRule.Given
        ? recipe with { Cuts = [0, 5, 50, 100, 1e6], CategoryGroups = [["Yes", "married"], ["No", "Web"]] }
        : recipe;

    /// <summary>All rows under the first recipe and a fixed one, one row in so many under all others.</summary>
    private static void Holds(TrainingSet data, int oneIn)
    {
        HoldsFor(Free[0], data);
        HoldsFor(Free[^1], data);
        TrainingSet some = oneIn == 1 ? data : data.Rows([.. Enumerable.Range(0, data.RowCount / oneIn).Select(row => row * oneIn)]);
        foreach (BinningRecipe recipe in Free)
            Assert.Empty(HoldsFor(recipe, some));
        int failures = 0;
        foreach (BinningRecipe recipe in Strict)
        {
            try
            {
                foreach (ColumnFailure failure in HoldsFor(recipe, some))
                {
                    failures++;
                    Assert.StartsWith($"Column '{failure.ColumnName}': ", failure.Message, StringComparison.Ordinal);
                    Assert.True(failure.Message.Contains(" would do: ", StringComparison.Ordinal) || failure.Message.Contains("to blame", StringComparison.Ordinal), failure.Message);
                }
            }
            catch (TrainingDataException failure)
            {
                failures++;
                Assert.Contains("Column '", failure.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(failures > 0);
    }

    private static IReadOnlyList<ColumnFailure> HoldsFor(BinningRecipe recipe, TrainingSet data)
    {
        BinningModel model = recipe.Fit(data);
        Assert.Equal(data.Table.Columns.Count, model.Columns.Count + model.Failures.Count);
        bool[] labels = data.Events.ToArray();
        foreach (ColumnBinning binning in model.Columns)
        {
            string where = $"{binning.ColumnName}: {recipe}";
            double[] events = new double[binning.Bins.Count], nonEvents = new double[binning.Bins.Count];
            int[] homes = HomesOf(binning, data.Table[binning.ColumnName]), found = new int[homes.Length];
            binning.ToBins(data.Table[binning.ColumnName], found);
            Assert.True(homes.AsSpan().SequenceEqual(found), where);
            for (int row = 0; row < homes.Length; row++)
                (labels[row] ? events : nonEvents)[homes[row]]++;
            Assert.Equal(events, binning.Bins.Select(bin => bin.Events));
            Assert.Equal(nonEvents, binning.Bins.Select(bin => bin.NonEvents));
            Assert.Equal((data.EventWeight, data.NonEventWeight), (binning.TotalEvents, binning.TotalNonEvents));
            Assert.True(binning.RegularBinCount <= recipe.MaxBins, where);
            Same.Within(1e-12, binning.Bins.Sum(bin => bin.InformationValue), binning.InformationValue, where);
            Assert.All(binning.Bins, bin => Assert.True(double.IsFinite(bin.Woe) && bin.InformationValue >= 0 && double.IsFinite(bin.InformationValue), where));

            BinningStatistics all = binning.Statistics;
            double[] measures = [all.InformationValue, all.JensenShannon, all.Hellinger, all.Triangular, all.Gini, all.KolmogorovSmirnov, all.Concentration, all.NormalizedConcentration, all.ChiSquare, all.CramersV, all.QualityScore];
            Assert.All(measures, measure => Assert.True(double.IsFinite(measure) && measure >= 0, where));

            BinningEvaluation again = binning.Evaluate(data);
            Assert.Equal((0.0, true), (again.Psi, again.TrendHolds));
            Same.Within(1e-12, all.Gini, again.Statistics.Gini);
            Assert.Equal(binning.InformationValue, again.InformationValue);
        }

        return model.Failures;
    }

    /// <summary>The bin of each row, read off the table.</summary>
    private static int[] HomesOf(ColumnBinning binning, Column column)
    {
        Bin[] bins = [.. binning.Bins];
        if (binning is CategoryBinning categories)
        {
            var homeOf = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int bin = 0; bin < bins.Length; bin++)
            {
                foreach (string category in bins[bin].Categories.Concat(bins[bin].SpecialValues.Select(value => value.Category!)))
                    homeOf.Add(category, bin);
            }

            return [.. Enumerable.Range(0, column.Length).Select(row => ((CategoryColumn)column)[row] is not string category ? binning.MissingBin : homeOf.GetValueOrDefault(category, categories.UnseenBin))];
        }

        return [.. ((NumericColumn)column).Values.ToArray().Select(value => double.IsNaN(value)
            ? binning.MissingBin
            : Array.FindIndex(bins, bin => bin.SpecialValues.Contains(value)) is >= 0 and int special ? special : Array.FindIndex(bins, bin => value >= bin.Lower && value < bin.Upper))];
    }
}
