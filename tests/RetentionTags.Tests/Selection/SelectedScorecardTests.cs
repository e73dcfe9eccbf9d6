using RetentionTags.Data;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Selection;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Selection;

/// <summary>A scorecard whose columns a funnel chooses.</summary>
public class SelectedScorecardTests
{
    private static readonly TrainingSet Data = WithCopy();

    private static readonly ScorecardRecipe Recipe = new() { Selection = new SelectionFunnel { Steps = [new CorrelationGroups()] } };

    [Fact]
    public void The_card_has_the_columns_of_the_funnel_and_its_audit()
    {
        Scorecard card = Recipe.Fit(Data);
        Assert.Equal(["usage", "visits", "plan"], card.Columns.Select(column => column.Name));
        Assert.Equal("copy", Assert.Single(card.Selection!.Dropped).ColumnName);
        Assert.Same(card.Binning, card.Selection.Binning);
        Assert.Equal(Recipe.Fit(Data.WithTable(Data.Table.Without("copy"))).LogOdds(Data.Table), card.LogOdds(Data.Table));
        Assert.Null(new ScorecardRecipe().Fit(Data).Selection);
    }

    [Fact]
    public void The_audit_is_saved_with_the_card()
    {
        Scorecard card = Recipe.Fit(Data);
        var stream = new MemoryStream();
        card.Save(stream);
        stream.Position = 0;
        Scorecard loaded = Scorecard.Load(stream);
        Assert.Equal(Recipe, loaded.Recipe);
        Assert.Equal(card.Selection!.Dropped, loaded.Selection!.Dropped);
        Assert.Equal(card.Selection.ToText(), loaded.Selection.ToText());
        var again = new MemoryStream();
        loaded.Save(again);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    [Fact]
    public void Columns_that_are_always_kept_need_no_information_value()
    {
        Scorecard card = new ScorecardRecipe { MinInformationValue = 0.5, RequirePositiveCoefficients = false, Selection = new SelectionFunnel { AlwaysKeep = ["noise"] } }.Fit(Data);
        Assert.Contains("noise", card.Columns.Select(column => column.Name));
        Assert.DoesNotContain("visits", card.Columns.Select(column => column.Name));
    }

    [Fact]
    public void The_period_column_of_a_step_is_no_column_of_the_card()
    {
        TrainingSet data = Data.WithTable(Table.Create([.. Data.Table.Columns, Column.Numeric("month", Enumerable.Range(0, Data.RowCount).Select(row => row % 3))]));
        Scorecard card = new ScorecardRecipe { Selection = new SelectionFunnel { Steps = [new PeriodStability { PeriodColumn = "month" }] } }.Fit(data);
        Assert.DoesNotContain("month", card.Binning.Columns.Select(column => column.ColumnName));
    }

    private static TrainingSet WithCopy()
    {
        TrainingSet data = SampleData.Customers(2000);
        NumericColumn usage = data.Table.Numeric("usage");
        return data.WithTable(Table.Create([.. data.Table.Columns, Column.Numeric("copy", Enumerable.Range(0, 2000).Select(row => (double?)Math.Round(usage.Values[row], 1)))]));
    }
}
