using RetentionTags.Binning.Prebins;
using RetentionTags.Data;

namespace RetentionTags.Cleaning;

/// <summary>Finds numbers far from the others. The limits are those of the training rows, wherever they are applied.</summary>
/// <remarks>
/// Quantiles and medians are of type 7 (Hyndman and Fan 1996), over the rows written out, each as many times as its weight says. Missing values are no outliers; infinite ones are beyond any finite limit. A column with fewer than three distinct values,
/// or without finite limits, is not judged, and the report on the training rows says so.
/// </remarks>
public sealed record Outliers : CleaningStep
{
    internal const string IndicatorSuffix = "_outlier";

    /// <summary>What makes the modified z-score of a normal column a z-score: the standard normal's third quartile, as Iglewicz and Hoaglin round it.</summary>
    private const double NormalQuartile = 0.6745;

    /// <summary>√(π/2), to as many digits: the standard deviation of a normal column over its mean absolute deviation.</summary>
    private const double NormalMeanDeviation = 1.253314;

    private const int MinDistinct = 3;

    /// <summary>The rule for the limits.</summary>
    /// <value><see cref="OutlierRule.InterquartileRange"/> by default.</value>
    public OutlierRule Rule { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Rule), value, "one of the named rules"); }

    /// <summary>What happens to outliers.</summary>
    /// <value><see cref="OutlierAction.Report"/> by default: most values far out are true, and the best customers are among them.</value>
    public OutlierAction Action { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Action), value, "one of the named actions"); }

    /// <summary>The numeric columns to look at.</summary>
    /// <value>None named by default: all of them.</value>
    public ValueList<string> Columns { get; init => field = value ?? throw new ArgumentNullException(nameof(Columns)); } = [];

    /// <summary>How many interquartile ranges beyond the quartiles the limits lie, by <see cref="OutlierRule.InterquartileRange"/>.</summary>
    /// <value>1.5 by default (Tukey's inner fences; 3 makes the outer ones). Above 0.</value>
    public double Factor { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(Factor), value, "finite and above 0"); } = 1.5;

    /// <summary>The modified z-score beyond which a value is an outlier, by <see cref="OutlierRule.ModifiedZScore"/>.</summary>
    /// <value>3.5 by default, as Iglewicz and Hoaglin advise. Above 0.</value>
    public double Threshold { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(Threshold), value, "finite and above 0"); } = 3.5;

    /// <summary>The quantile that is the lower limit, by <see cref="OutlierRule.Quantiles"/>.</summary>
    /// <value>0.01 by default. From 0, which is the lowest value, to below <see cref="UpperQuantile"/>.</value>
    public double LowerQuantile { get; init => field = value is >= 0 and < 1 ? value : throw Setting.OutOfRange(nameof(LowerQuantile), value, "at least 0 and below 1"); } = 0.01;

    /// <summary>The quantile that is the upper limit, by <see cref="OutlierRule.Quantiles"/>.</summary>
    /// <value>0.99 by default. Above <see cref="LowerQuantile"/>, up to 1, which is the highest value.</value>
    public double UpperQuantile { get; init => field = value is > 0 and <= 1 ? value : throw Setting.OutOfRange(nameof(UpperQuantile), value, "above 0 and at most 1"); } = 0.99;

    internal override void Check()
    {
        if (!(LowerQuantile < UpperQuantile))
            throw new InvalidOperationException(Invariant($"LowerQuantile is {LowerQuantile} and UpperQuantile {UpperQuantile}; the first must be below the second."));
    }

    internal override LearntColumn[] Learn(CleaningPass pass)
    {
        var learnt = new List<LearntColumn>();
        foreach (NumericColumn column in Named<NumericColumn>(Columns, pass.Table))
        {
            pass.CancellationToken.ThrowIfCancellationRequested();
            SortedValues values = SortedValues.Of(column.Values, pass.Data!.Events, pass.Data.Weights, pass.CancellationToken);
            if (values.Count < MinDistinct)
            {
                pass.Note(column.Name, $"has {values.Count} distinct values", [], done: "not judged");
                continue;
            }

            (double lower, double upper) = Limits(column.Name, values, pass);
            if (double.IsFinite(lower) && double.IsFinite(upper))
                learnt.Add(new(column.Name, ColumnKind.Numeric) { Lower = lower, Upper = upper, HasIndicator = Action == OutlierAction.Flag && (values.Values[0] < lower || values.Values[^1] > upper) });
        }

        return [.. learnt];
    }

    internal override void Apply(IReadOnlyList<LearntColumn> columns, CleaningPass pass)
    {
        foreach (LearntColumn learnt in columns)
        {
            if (pass.Find(learnt) is not NumericColumn column)
                continue;
            (double lower, double upper) = (learnt.Lower, learnt.Upper);
            List<int> below = pass.RowsWhere(row => column.Values[row] < lower), above = pass.RowsWhere(row => column.Values[row] > upper);
            string foundBelow = Invariant($"below {lower} ({Words})"), foundAbove = Invariant($"above {upper} ({Words})");
            if (Action == OutlierAction.Winsorise)
            {
                Winsorise(column, below, lower, foundBelow, above, upper, foundAbove, pass);
            }
            else if (Action == OutlierAction.DropRow)
            {
                pass.Drop(column.Name, foundBelow, below);
                pass.Drop(column.Name, foundAbove, above);
            }
            else
            {
                if (below.Count > 0)
                    pass.Note(column.Name, foundBelow, below);
                if (above.Count > 0)
                    pass.Note(column.Name, foundAbove, above);
                if (learnt.HasIndicator)
                    pass.AddIndicator(column.Name + IndicatorSuffix, $"'{column.Name}' is an outlier", [.. below.Concat(above).Order()]);
            }
        }
    }

    private string Words => Rule switch
    {
        OutlierRule.InterquartileRange => Invariant($"{Factor} interquartile ranges beyond the quartile"),
        OutlierRule.ModifiedZScore => Invariant($"modified z-score {Threshold}"),
        _ => "quantile",
    };

    private static void Winsorise(NumericColumn column, List<int> below, double lower, string foundBelow, List<int> above, double upper, string foundAbove, CleaningPass pass)
    {
        if (below.Count + above.Count == 0)
            return;
        double[] values = column.Values.ToArray();
        foreach (int row in below)
            values[row] = lower;
        foreach (int row in above)
            values[row] = upper;
        pass.Replace(Column.Numeric(column.Name, values), (foundBelow, Invariant($"set to {lower}"), below), (foundAbove, Invariant($"set to {upper}"), above));
    }

    private (double Lower, double Upper) Limits(string columnName, SortedValues values, CleaningPass pass)
    {
        (double lower, double upper) = Rule switch
        {
            OutlierRule.InterquartileRange => Fences(values),
            OutlierRule.ModifiedZScore => AroundMedian(columnName, values, pass),
            _ => (WeightedQuantiles.Of(values, LowerQuantile), WeightedQuantiles.Of(values, UpperQuantile)),
        };
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
            pass.Note(columnName, "has no limits: at least half of its rows have one value, or it has infinite ones", [], done: "not judged");
        return (lower, upper);
    }

    private (double Lower, double Upper) Fences(SortedValues values)
    {
        double first = WeightedQuantiles.Of(values, 0.25), third = WeightedQuantiles.Of(values, 0.75), reach = Factor * (third - first);
        return reach > 0 ? (first - reach, third + reach) : (double.NaN, double.NaN);
    }

    private (double Lower, double Upper) AroundMedian(string columnName, SortedValues values, CleaningPass pass)
    {
        double median = WeightedQuantiles.Of(values, 0.5), deviation = WeightedQuantiles.MedianDeviation(values, median);
        double reach = Threshold * deviation / NormalQuartile;
        if (deviation == 0)
        {
            reach = Threshold * NormalMeanDeviation * WeightedQuantiles.MeanDeviation(values, median);
            pass.Note(columnName, Invariant($"at least half of the rows have the value {median}, so the median deviation is 0"), [], done: "the mean deviation stands in for it");
        }

        return (median - reach, median + reach);
    }
}
