using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning;

/// <summary>Bins changed by hand: what comes out counts the rows again and remembers the change.</summary>
public class EditingTests
{
    private static readonly TrainingSet Data = SampleData.Customers(3000, missing: true);

    private static readonly BinningModel Model = new OptimalBinning { MaxBins = 5 }.Fit(Data);

    private static readonly NumericBinning Usage = (NumericBinning)Model["usage"];

    private static readonly CategoryBinning Plan = (CategoryBinning)Model["plan"];

    [Fact]
    public void Merging_adds_counts_and_writes_a_line()
    {
        NumericBinning merged = Usage.Merge(1, "too thin");
        Assert.Equal(Usage.Cuts.Length - 1, merged.Cuts.Length);
        Assert.Equal((Usage.Bins[1].Lower, Usage.Bins[2].Upper), (merged.Bins[1].Lower, merged.Bins[1].Upper));
        Assert.Equal(Usage.Bins[1].Events + Usage.Bins[2].Events, merged.Bins[1].Events);
        Assert.True(merged.InformationValue <= Usage.InformationValue);
        BinningEdit edit = Assert.Single(merged.Edits);
        Assert.Equal(("too thin", Usage.InformationValue, merged.InformationValue), (edit.Reason, edit.InformationValueBefore, edit.InformationValueAfter));
        Assert.Contains(Usage.Bins[1].Label, edit.Change, StringComparison.Ordinal);
        Assert.Empty(Usage.Edits);
        Recounted(merged);
        Recounted(Plan.Merge(0, "alike"));
    }

    [Fact]
    public void Splitting_and_moving_count_the_rows_again()
    {
        NumericBinning split = Usage.Split(0.123, Data, "a limit by contract");
        Assert.Contains(0.123, split.Cuts.ToArray());
        Recounted(split);
        NumericBinning moved = split.MoveCut(0, split.Cuts[0] - 0.05, Data, "a round number");
        Recounted(moved);
        Assert.Equal(2, moved.Edits.Count);
        Assert.Equal(split.InformationValue, moved.Edits[1].InformationValueBefore);

        // Splitting where the optimiser had merged, and merging again, gives the bins back.
        NumericBinning back = split.Merge(split.Cuts.ToArray().ToList().IndexOf(0.123), "back");
        Assert.Equal(Usage.Bins.Select(bin => (bin.Label, bin.Events, bin.Woe)), back.Bins.Select(bin => (bin.Label, bin.Events, bin.Woe)));
    }

    [Fact]
    public void Categories_move_between_bins()
    {
        CategoryBinning merged = Plan.Merge(0, "first").Merge(0, "second");
        string[] names = [.. merged.Bins[0].Categories];
        Assert.Equal(3, names.Length);
        CategoryBinning split = merged.Split(0, [names[1]], Data, "another product");
        Assert.Equal([names[1]], split.Bins[1].Categories);
        Recounted(split);
        CategoryBinning moved = split.Move(names[0], 1, Data, "same product");
        Assert.Equal(moved.FindBin(names[1]), moved.FindBin(names[0]));
        Assert.Equal(4, moved.Edits.Count);
        Recounted(moved);
        Assert.Throws<ArgumentException>(() => moved.Move(names[2], 1, Data, "alone"));
        Assert.Throws<ArgumentException>(() => merged.Split(0, names, Data, "all of them"));
    }

    [Fact]
    public void Missing_values_can_be_sent_to_a_bin()
    {
        NumericBinning sent = Usage.MergeMissing(1, "they behave like these");
        Assert.Equal(1, sent.MissingBin);
        Assert.Equal(Usage.Bins[1].Count + Usage.Bins[Usage.MissingBin].Count, sent.Bins[1].Count);
        Assert.Single(sent.Edits);
        Recounted(sent);
        Recounted(Plan.MergeMissing(0, "as the first"));
        Assert.Throws<InvalidOperationException>(() => sent.MergeMissing(0, "again"));
        Assert.Contains("OwnBin", Assert.Throws<InvalidOperationException>(() => sent.Split(0.5, Data, "too late")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_speak_of_the_bins_as_they_are()
    {
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("x", Enumerable.Range(0, 400).Select(i => (double)(i / 4)).ToArray())), [.. Enumerable.Range(0, 400).Select(i => i >= 80 && i % 3 == 0)]);
        var binning = (NumericBinning)new OptimalBinning { MinBinShare = 0.1 }.Fit(data)["x"];
        Assert.DoesNotContain(binning.Findings, finding => finding.Code == FindingCodes.ZeroCell);
        NumericBinning split = binning.Split(10, data, "the first ten");
        Assert.Contains("(-inf, 10)", Assert.Single(split.Findings, finding => finding.Code == FindingCodes.ZeroCell).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(split.Merge(0, "back").Findings, finding => finding.Code == FindingCodes.ZeroCell);
    }

    [Fact]
    public void Unseen_categories_follow_the_rare_ones_and_an_order_stays()
    {
        string[] names = [.. Enumerable.Range(0, 500).Select(i => i < 7 ? $"rare{i}" : i % 2 == 0 ? "high" : "low")];
        TrainingSet data = TrainingSet.Create(Table.Create(Column.Category("c", names)), [.. Enumerable.Range(0, 500).Select(i => i % 4 == 0 || i % 9 == 1)]);
        var together = (CategoryBinning)new OptimalBinning { MinBinShare = 0, Unseen = UnseenPolicy.AsRare }.Fit(data)["c"];
        while (together.RegularBinCount > 1)
            together = together.Merge(0, "all");
        CategoryBinning split = together.Split(0, ["rare0", "rare1", "rare2", "rare3", "rare4", "rare5", "rare6"], data, "rare ones apart");
        Assert.Equal(split.FindBin("rare0"), split.FindBin("new"));
        Assert.NotEqual(split.FindBin("low"), split.FindBin("new"));
        var stream = new MemoryStream();
        new OptimalBinning { MinBinShare = 0, Unseen = UnseenPolicy.AsRare }.Fit(data).With(split).Save(stream);
        stream.Position = 0;
        Assert.Equal(split.FindBin("new"), ((CategoryBinning)BinningModel.Load(stream)["c"]).FindBin("new"));

        var ordered = (CategoryBinning)new OptimalBinning { MinBinShare = 0, CategoryOrder = ["low", "high", .. Enumerable.Range(0, 7).Select(i => $"rare{i}")] }.Fit(data)["c"];
        while (ordered.RegularBinCount > 1)
            ordered = ordered.Merge(0, "all");
        Assert.Equal(["low", "high", "rare0"], ordered.Bins[0].Categories.Take(3));
    }

    [Fact]
    public void A_model_takes_bins_of_the_same_column_and_rows_only()
    {
        BinningModel other = new OptimalBinning().Fit(SampleData.Customers(500));
        Assert.Contains("'usage'", Assert.Throws<ArgumentException>(() => Model.With(other["usage"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trail_is_saved_with_the_model()
    {
        BinningModel edited = Model.With(Usage.Split(0.123, Data, "a limit by contract")).With(Plan.Merge(0, "alike"));
        var stream = new MemoryStream();
        edited.Save(stream);
        stream.Position = 0;
        BinningModel loaded = BinningModel.Load(stream);
        Assert.Equal(edited["usage"].Edits, loaded["usage"].Edits);
        Assert.Equal(edited["plan"].ToText(), loaded["plan"].ToText());
        Assert.Same(Model["visits"], edited["visits"]);
    }

    [Fact]
    public void Other_rows_than_those_of_the_fit_are_refused()
    {
        string message = Assert.Throws<ArgumentException>(() => Usage.Split(0.123, SampleData.Customers(2999, seed: 2, missing: true), "other rows")).Message;
        Assert.Contains("not the rows on which 'usage' was binned", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Usage.Split(Usage.Cuts[0], Data, "there already"));
        Assert.Throws<ArgumentException>(() => Usage.MoveCut(0, Usage.Cuts[1], Data, "too far"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Usage.Merge(Usage.RegularBinCount - 1, "the last one"));
        Assert.Throws<ArgumentException>(() => Usage.Merge(0, " "));
    }

    private static void Recounted(ColumnBinning binning)
    {
        var bins = new int[Data.RowCount];
        binning.ToBins(Data.Table[binning.ColumnName], bins);
        for (int bin = 0; bin < binning.Bins.Count; bin++)
        {
            Assert.Equal(bins.Count(each => each == bin), binning.Bins[bin].Count);
            Assert.Equal(Enumerable.Range(0, Data.RowCount).Count(row => bins[row] == bin && Data.Events[row]), binning.Bins[bin].Events);
        }
    }
}
