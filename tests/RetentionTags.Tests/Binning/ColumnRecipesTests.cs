using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>Recipes for single columns, orders and groups of categories, and columns that fail.</summary>
public class ColumnRecipesTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    [Fact]
    public void A_column_with_a_recipe_of_its_own_departs_only_in_what_it_says()
    {
        var recipe = new OptimalBinning { MaxBins = 6 }.ForColumn("usage", usage => usage with { Trend = Trend.Descending }).ForColumn("usage", usage => usage with { MinBinShare = 0.2 });
        BinningModel model = recipe.Fit(Data);
        BinningModel plain = new OptimalBinning { MaxBins = 6 }.Fit(Data);
        BinningModel alone = new OptimalBinning { MaxBins = 6, Trend = Trend.Descending, MinBinShare = 0.2 }.Fit(Data);
        Assert.Equal(alone["usage"].ToText(), model["usage"].ToText());
        Assert.Equal(plain["visits"].ToText(), model["visits"].ToText());
        Assert.Equal(plain["plan"].ToText(), model["plan"].ToText());

        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(recipe, BinningModel.Load(stream).Recipe);
    }

    [Fact]
    public void A_recipe_for_a_column_that_is_not_there_is_an_error()
    {
        var recipe = new OptimalBinning().ForColumn("usgae", usage => usage with { MaxBins = 3 });
        Assert.Contains("'usgae'", Assert.Throws<ArgumentException>(() => recipe.Fit(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_are_listed_or_all_named_in_the_error()
    {
        var recipe = new OptimalBinning { MaxBins = 40, MinBins = 1 }
            .ForColumn("plan", plan => plan with { MinBins = 30 })
            .ForColumn("visits", visits => visits with { MinBins = 35 });
        string message = Assert.Throws<TrainingDataException>(() => recipe.Fit(Data)).Message;
        Assert.Contains("'plan'", message, StringComparison.Ordinal);
        Assert.Contains("'visits'", message, StringComparison.Ordinal);

        BinningModel model = (recipe with { LeaveOutFailures = true }).Fit(Data);
        Assert.Equal(["visits", "plan"], model.Failures.Select(failure => failure.ColumnName));
        Assert.Equal(["usage", "noise"], model.Columns.Select(column => column.ColumnName));
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(model.Failures, BinningModel.Load(stream).Failures);
    }

    [Fact]
    public void An_order_of_categories_is_kept_and_may_have_a_trend()
    {
        string[] order = ["trial", "two years", "monthly", "yearly"];
        var binning = (CategoryBinning)(new OptimalBinning { Trend = Trend.None, CategoryOrder = [.. order] }).Fit(Data)["plan"];
        Assert.Equal(order, binning.Bins.Take(binning.RegularBinCount).SelectMany(bin => bin.Categories));
        ColumnBinning ascending = (new OptimalBinning { Trend = Trend.Ascending, CategoryOrder = [.. order] }).Fit(Data)["plan"];
        Assert.True(ascending.RegularBinCount < binning.RegularBinCount);
        double[] rates = [.. ascending.Bins.Take(ascending.RegularBinCount).Select(bin => bin.EventRate)];
        Assert.Equal(rates.Order(), rates);
        string message = Assert.Throws<TrainingDataException>(() => new OptimalBinning { CategoryOrder = ["trial", "yearly"] }.Fit(Data)).Message;
        Assert.Contains("'plan'", message, StringComparison.Ordinal);
        Assert.Contains("CategoryOrder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_that_belong_together_share_a_bin()
    {
        // The two with the lowest and the highest event rate.
        var plain = (CategoryBinning)new OptimalBinning().Fit(Data)["plan"];
        Assert.Equal(4, plain.RegularBinCount);
        (string lowest, string highest) = (plain.Bins[0].Categories[0], plain.Bins[3].Categories[0]);
        var together = (CategoryBinning)new OptimalBinning { CategoriesTogether = [[lowest, highest, "not there"]] }.Fit(Data)["plan"];
        Assert.Equal(together.FindBin(lowest), together.FindBin(highest));
        Assert.Equal(3, together.RegularBinCount);
        Assert.Equal(plain.Bins[0].Count + plain.Bins[3].Count, together.Bins[together.FindBin(lowest)].Count);
    }

    [Fact]
    public void Settings_that_contradict_themselves_are_errors_that_name_the_setting()
    {
        Assert.Contains("'b' is in CategoriesTogether twice", Assert.Throws<ArgumentException>(() => new OptimalBinning { CategoriesTogether = [["a", "b"], ["b", "d"]] }).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is in CategoriesApart twice", Assert.Throws<ArgumentException>(() => new OptimalBinning { CategoriesApart = [["a", "a"]] }).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is in CategoryOrder twice", Assert.Throws<ArgumentException>(() => new OptimalBinning { CategoryOrder = ["a", "a"] }).Message, StringComparison.Ordinal);
        Assert.Contains("2500", Assert.Throws<ArgumentException>(() => new OptimalBinning { CandidateCuts = [.. Enumerable.Range(0, 3000).Select(i => (double)i)] }).Message, StringComparison.Ordinal);
        Assert.Contains("'nope'", Assert.Throws<InvalidOperationException>(() => new OptimalBinning { PeriodColumn = "nope" }.Fit(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("'nope'", Assert.Throws<InvalidOperationException>(() => new OptimalBinning().ForColumn("usage", usage => usage with { PeriodColumn = "nope" }).Fit(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("Given", Assert.Throws<InvalidOperationException>(() => new FixedBinning { Cuts = [0.3] }.Fit(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("'missing'", Assert.Throws<ArgumentException>(() => new OptimalBinning { Specials = [new("missing", [1])] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_wrong_in_one_column_comes_out_as_it_is() =>
        Assert.Throws<NotSupportedException>(() => new OptimalBinning().Fit(Data, new Complaining()));

    [Fact]
    public void Pooled_categories_are_not_called_one_value()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Category("c", Enumerable.Range(0, 1000).Select(i => $"c{i % 50}"))), [.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0)]);
        Finding finding = Assert.Single(new OptimalBinning().Fit(data)["c"].Findings);
        Assert.Equal(FindingCodes.NoSplit, finding.Code);
        Assert.Contains("all 50 categories have fewer than MinCategoryCount (30) rows", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_compare_by_value()
    {
        Assert.Equal(Full(), Full());
        Assert.Equal(Full().GetHashCode(), Full().GetHashCode());
        Assert.NotEqual(Full(), Full() with { Specials = [new("other", [1])] });
        Assert.Contains("[[a, b]]", Full().ToString(), StringComparison.Ordinal);

        static OptimalBinning Full() => new OptimalBinning { Specials = [new("codes", [-1, "x"])], CategoriesTogether = [["a", "b"]], CategoryOrder = ["a"] }.ForColumn("c", c => c with { MaxBins = 3 });
    }

    private sealed class Complaining : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => throw new NotSupportedException();
    }
}
