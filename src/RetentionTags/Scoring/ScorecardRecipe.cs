using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Models.Linear;

namespace RetentionTags.Scoring;

/// <summary>
/// From a table to a scorecard: bin every column, keep those that say something, fit a logistic regression on their weights of evidence.
/// </summary>
public sealed record ScorecardRecipe : IRecipe<Scorecard>
{
    /// <summary>How columns are cut into bins.</summary>
    /// <value>The defaults of <see cref="OptimalBinning"/>.</value>
    public OptimalBinning Binning { get; init; } = new();

    /// <summary>Columns with a lower information value are left out; a finding names each of them.</summary>
    /// <value>0.02 by default, below which a column is customarily held to say nothing. 0 keeps every column that has more than one bin with rows.</value>
    public double MinInformationValue { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(MinInformationValue), value, "MinInformationValue is finite and at least 0."); } = 0.02;

    /// <summary>How the columns' weights of evidence are combined.</summary>
    /// <value>The defaults of <see cref="LogisticRegression"/>: no penalty.</value>
    public LogisticRegression Regression { get; init; } = new();

    /// <summary>The scale on which people read the scores.</summary>
    /// <value>The defaults of <see cref="PointScale"/>: 600 points at even odds, 20 to double them.</value>
    public PointScale Points { get; init; } = new();

    /// <inheritdoc/>
    public Scorecard Fit(TrainingSet data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        BinningModel binning = Binning.Fit(data, progress, cancellationToken);
        var findings = new List<Finding>(binning.Findings);
        ColumnBinning[] selected = Select(binning, findings);
        LogisticModel? regression = selected.Length == 0 ? null : Regression.Fit(data.WithTable(ToWoe(selected, data.Table, cancellationToken)), progress, cancellationToken);
        if (regression is not null)
            findings.AddRange(regression.Findings);
        return new(this, binning, regression, [.. selected.Select((column, i) => ToColumn(column, regression!.Coefficients[i], findings))], data.EventRate, findings);
    }

    private static Table ToWoe(ColumnBinning[] selected, Table table, CancellationToken cancellationToken)
    {
        var columns = new Column[selected.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns[i] = selected[i].ToWoe(table);
        }

        return Table.Create(columns);
    }

    private static ScorecardColumn ToColumn(ColumnBinning binning, Coefficient coefficient, List<Finding> findings)
    {
        if (coefficient.Value < 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NegativeCoefficient, Invariant($"its coefficient is {coefficient.Value:F3}, so the model turns the column's own evidence round. Another column says much the same: leave one of the two out."), binning.ColumnName));
        return ScorecardColumn.Of(binning, coefficient);
    }

    private ColumnBinning[] Select(BinningModel binning, List<Finding> findings)
    {
        var selected = new List<ColumnBinning>();
        foreach (ColumnBinning column in binning.Columns)
        {
            if (column.InformationValue >= MinInformationValue && column.InformationValue > 0)
                selected.Add(column);
            else
                findings.Add(new(FindingSeverity.Note, FindingCodes.LowInformationValue, Invariant($"left out: its information value is {column.InformationValue:F4}, and MinInformationValue is {MinInformationValue}."), column.ColumnName));
        }

        if (selected.Count == 0)
            findings.Add(new(FindingSeverity.Warning, FindingCodes.NothingSelected, Invariant($"no column has an information value of at least {MinInformationValue}, so the model predicts the event rate for everybody. Add columns that say more, or lower MinInformationValue.")));
        return [.. selected];
    }
}
