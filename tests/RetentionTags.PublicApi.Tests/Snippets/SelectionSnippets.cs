using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Selection;

namespace RetentionTags.PublicApi.Tests.Snippets;

/// <summary>The code of docs/selection.md, compiled and run.</summary>
public class SelectionSnippets
{
    [Fact]
    public void Selection_page()
    {
        TrainingSet data = Subscribers();
        var (train, test) = data.Split(testShare: 0.3, seed: 7);

        #region selection-funnel
        var funnel = new SelectionFunnel
        {
            Steps = [new MissingShare(), new IdenticalShare(), new InformationValueRange { Min = 0.01 }, new CorrelationGroups { Max = 0.8 }, new VarianceInflation { Max = 5 }],
            AlwaysKeep = ["tenure_months"],
        };
        SelectionModel selection = funnel.Fit(train);
        Console.WriteLine(selection.ToText());
        foreach (DroppedColumn dropped in selection.Dropped)
            Console.WriteLine($"{dropped.ColumnName}: {dropped.Step}, {dropped.Reason} {dropped.Rival}");
        TrainingSet chosen = selection.Select(train);
        #endregion

        #region selection-step
        SelectionModel search = new Stepwise { Criterion = StepwiseCriterion.Bic }.Fit(train);
        Console.WriteLine(search.Stages[0].ToText());               // start, + contract, + tenure_months …
        #endregion

        #region selection-scorecard
        Scorecard scorecard = new ScorecardRecipe { Selection = funnel }.Fit(train);
        Console.WriteLine(scorecard.Selection!.ToText());
        #endregion

        #region selection-gain
        double all = BinaryEvaluation.Of(new ScorecardRecipe().Fit(train).Score(test.Table), test.Events).Auc;
        double few = BinaryEvaluation.Of(new ScorecardRecipe { Selection = funnel }.Fit(train).Score(test.Table), test.Events).Auc;
        Console.WriteLine($"AUC on rows that neither has seen: {few:F3} with the funnel, {all:F3} without");
        #endregion

        var stream = new MemoryStream();
        #region selection-save
        selection.Save(stream);
        stream.Position = 0;
        SelectionModel audit = SelectionModel.Load(stream);
        #endregion

        Assert.Equal(["tenure_months", "contract"], chosen.Table.Columns.Select(column => column.Name));
        Assert.Equal("tenure_months", selection.Dropped.Single(dropped => dropped.ColumnName == "tenure_days").Rival);
        Assert.Equal(["", "+ contract", "+ tenure_months"], search.Stages[0].Moves.Take(3).Select(move => move.ToString()));
        Assert.Equal(selection.ToText(), audit.ToText());
        Assert.Equal(all, few, 0.02);
    }

    /// <summary>Subscribers with a column that repeats another one and one that says nothing.</summary>
    private static TrainingSet Subscribers()
    {
        (double[] tenure, string?[] contract, bool[] churned) = Customers.Subscribers();
        Table table = Table.Create(
            Column.Numeric("tenure_months", tenure),
            Column.Category("contract", contract),
            Column.Numeric("tenure_days", tenure.Select(months => (double?)(months * 30.4)).Select((days, row) => row % 40 == 0 ? null : days)),
            Column.Numeric("coin", Enumerable.Range(0, tenure.Length).Select(row => row % 3)));
        return TrainingSet.Create(table, churned);
    }
}
