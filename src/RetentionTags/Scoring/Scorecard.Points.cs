using RetentionTags.Numerics;
using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <content>Points, and the card as a text.</content>
public sealed partial class Scorecard
{
    /// <summary>Where points are rounded: the same bins with steps of points instead of log-odds, so that points are summed as log-odds are.</summary>
    private readonly Scorecard? _inSteps;

    /// <summary>Whether this is such a card.</summary>
    private readonly bool _isInSteps;

    internal Scorecard? CardInSteps => _inSteps;

    /// <summary>Sums the points of a single row: steps where points are rounded, otherwise log-odds.</summary>
    internal CompiledRow PointRow => (_inSteps ?? this).Row;

    /// <summary>The points of the card on the recipe's scale: those of each bin, and how far rounding can move a score.</summary>
    public PointsCard PointsCard { get; }

    /// <summary>The same card with points on another scale. Log-odds, probabilities and contributions stay what they are.</summary>
    /// <param name="scale">The scale.</param>
    /// <returns>A new card, whose recipe has the scale; this one stays what it is.</returns>
    /// <exception cref="ArgumentException">The settings of the scale do not go together.</exception>
    /// <exception cref="TrainingDataException">The scale has a range, and the card gives every row the same log-odds.</exception>
    public Scorecard WithPoints(PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return new(Recipe with { Points = scale }, Binning, Regression, _columns, _intercept, Findings, Calibration) { Selection = Selection, ChosenBaseline = ChosenBaseline, ChosenReasons = ChosenReasons };
    }

    /// <summary>The card as people know it: base points, and for each bin its weight of evidence, the column's coefficient, their product in log-odds, and the points it adds.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table. The points of a row are the base points and one line of each column.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        int decimals = PointDecimals();
        var table = new TextTable("Column", "Bin", "WOE", "Coefficient", "Log-odds", "Points");
        table.Add("base", "", "", "", TableCell.Number(Intercept, 4), TableCell.Number(PointsCard.BasePoints, decimals));
        for (int j = 0; j < _columns.Length; j++)
        {
            ScorecardColumn column = _columns[j];
            for (int bin = 0; bin < column.Binning.Bins.Count; bin++)
            {
                table.Add(
                    column.Name,
                    column.Binning.Bins[bin].Label,
                    TableCell.Number(column.Binning.Bins[bin].Woe, 4),
                    TableCell.Number(column.Coefficient.Value, 4),
                    TableCell.Number(column.LogOddsOf(bin), 4),
                    TableCell.Number(PointsCard[j][bin], decimals));
            }
        }

        return table.Render(format);
    }

    /// <summary>The card's bins with steps of points as weights. (A step takes the place of a unit of the grid, so sums of them are exact.)</summary>
    private Scorecard? InSteps(PointsCard card) => card.Steps is null
        ? null
        : new(this, [.. _columns.Select((column, j) => new ScorecardColumn(column.Binning, column.Coefficient, card.Steps[j], 0))], card.BaseSteps);

    /// <summary>Points from what <see cref="PointRow"/> or the card in steps has summed.</summary>
    internal double PointsOf(double logOdds) => _inSteps is null ? PointsCard.ToPoints(logOdds) : PointsCard.PointsOf(LogOddsGrid.FromLogOdds(logOdds));

    /// <summary>The same for each number in its place; of the card in steps, for its own.</summary>
    private void PointsOf(Span<double> sums)
    {
        if (!_isInSteps && Recipe.Points.Range is null)
        {
            Recipe.Points.ToPoints(sums);
            return;
        }

        for (int i = 0; i < sums.Length; i++)
            sums[i] = _isInSteps ? PointsCard.PointsOf(LogOddsGrid.FromLogOdds(sums[i])) : PointsCard.ToPoints(sums[i]);
    }

    /// <summary>As many decimals as the steps have; one where points are not rounded.</summary>
    private int PointDecimals()
    {
        if (Recipe.Points.RoundTo is not double step)
            return 1;
        int decimals = 0;
        while (decimals < 6 && Math.Abs((step * Math.Pow(10, decimals)) - Math.Round(step * Math.Pow(10, decimals))) > 1e-9 * step * Math.Pow(10, decimals))
            decimals++;
        return decimals;
    }
}
