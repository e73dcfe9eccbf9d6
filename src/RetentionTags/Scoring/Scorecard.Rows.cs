using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Numerics;

namespace RetentionTags.Scoring;

/// <content>One row at a time.</content>
public sealed partial class Scorecard
{
    /// <summary>Made when the first single row comes. Threads that come together make it twice, and either will do.</summary>
    internal CompiledRow Row => field ??= new(_columns, Intercept);

    /// <summary>Probability of the event for one row, through <see cref="Calibration"/> if there is one. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <returns>The probability, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or one is of the wrong kind.</exception>
    public double Score(params ReadOnlySpan<Cell> row) => ToProbability(Row.LogOdds(row));

    /// <summary>Probability of the event for one row of doubles, through <see cref="Calibration"/> if there is one. The fastest way to score a row; allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order: the number or, where a column holds categories, the index of the category's bin as <see cref="Binning.CategoryBinning.FindBin"/> gives it; NaN is missing.</param>
    /// <returns>The probability, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or a column of categories has no such bin.</exception>
    public double Score(ReadOnlySpan<double> row) => ToProbability(Row.LogOdds(row));

    /// <summary>Points of one row on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <returns>The points, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or one is of the wrong kind.</exception>
    public double Points(params ReadOnlySpan<Cell> row) => PointsOf(PointSums.Row.LogOdds(row));

    /// <summary>Points of one row of doubles on the recipe's scale, rounded only where <see cref="PointScale.RoundTo"/> says so. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, as for <see cref="Score(ReadOnlySpan{double})"/>.</param>
    /// <returns>The points, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or a column of categories has no such bin.</exception>
    public double Points(ReadOnlySpan<double> row) => PointsOf(PointSums.Row.LogOdds(row));

    /// <summary>Log-odds of the event for one row. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <returns>The log-odds, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or one is of the wrong kind.</exception>
    public double LogOdds(params ReadOnlySpan<Cell> row) => Row.LogOdds(row);

    /// <summary>Log-odds of the event for one row of doubles. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, as for <see cref="Score(ReadOnlySpan{double})"/>.</param>
    /// <returns>The log-odds, the same to the bit as in a table.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or a column of categories has no such bin.</exception>
    public double LogOdds(ReadOnlySpan<double> row) => Row.LogOdds(row);

    /// <summary>What each column adds to the log-odds of one row, compared with the <see cref="ExplanationBaseline"/> (by default the average training row): exact Shapley values. Allocates nothing; <see cref="Explain(ReadOnlySpan{Cell})"/> gives them with names and bins.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <param name="destination">Receives one contribution in log-odds for each of <see cref="Columns"/>, in their order.</param>
    /// <returns>The log-odds of the row: <see cref="Baseline"/> and the contributions add up to them, to the bit.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values or places, or a value is of the wrong kind.</exception>
    public double Contributions(ReadOnlySpan<Cell> row, Span<double> destination) => Row.LogOdds(row, destination);

    /// <summary>What each column adds to the log-odds of one row of doubles, compared with the <see cref="ExplanationBaseline"/> (by default the average training row): exact Shapley values. Allocates nothing.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, as for <see cref="Score(ReadOnlySpan{double})"/>.</param>
    /// <param name="destination">Receives one contribution in log-odds for each of <see cref="Columns"/>, in their order.</param>
    /// <returns>The log-odds of the row: <see cref="Baseline"/> and the contributions add up to them, to the bit.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values or places, or a column of categories has no such bin.</exception>
    public double Contributions(ReadOnlySpan<double> row, Span<double> destination) => Row.LogOdds(row, destination);

    /// <summary>Says for one row what each column adds to its log-odds, compared with the <see cref="ExplanationBaseline"/> (by default the average training row).</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, in their order; <see cref="ToRow"/> puts named values into it.</param>
    /// <returns>Explanations with one row, number 0.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or one is of the wrong kind.</exception>
    public ScoreExplanations Explain(params ReadOnlySpan<Cell> row) => Explain(BinsOf(row), 1);

    /// <summary>Says for one row of doubles what each column adds to its log-odds, compared with the <see cref="ExplanationBaseline"/> (by default the average training row).</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, as for <see cref="Score(ReadOnlySpan{double})"/>.</param>
    /// <returns>Explanations with one row, number 0.</returns>
    /// <exception cref="ArgumentException">There are too many or too few values, or a column of categories has no such bin.</exception>
    public ScoreExplanations Explain(ReadOnlySpan<double> row) => Explain(BinsOf(row), 1);

    /// <summary>
    /// A scorer of a service's own records: which property is which column is said once, checked here, and then called for each record. It needs no reflection, allocates nothing and serves all threads.
    /// </summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="map">Says for each of <see cref="Columns"/> how to read it: <c>map => map.Numeric("tenure_months", customer => customer.Tenure).Category("contract", customer => customer.Contract)</c>. Columns that <see cref="Binning"/> knows and the card left out may be there too, so that a card that is fitted anew on the same columns takes the same map.</param>
    /// <returns>The scorer.</returns>
    /// <exception cref="ArgumentException">A column has no mapping, one for the other kind of column, or one to names that are no categories of it; or the map names a column that there is not. All of these are named.</exception>
    public RowScorer<T> ForRecords<T>(Func<RecordMap<T>, RecordMap<T>> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        RecordMap<T> full = map(RecordMap<T>.Empty) ?? throw new ArgumentException("The map is null. Return what Numeric and Category return.", nameof(map));
        return new(this, full.Bind(this));
    }

    /// <summary>Puts the values of one row into the order of <see cref="Columns"/>, by their names: which columns a card holds, and in which order, changes when it is fitted anew.</summary>
    /// <param name="values">Names and values. Those of other columns are left out; a missing value is given as <see cref="Cell.Missing"/>.</param>
    /// <returns>A row for <see cref="Score(ReadOnlySpan{Cell})"/>, <see cref="Points(ReadOnlySpan{Cell})"/> and <see cref="Explain(ReadOnlySpan{Cell})"/>.</returns>
    /// <exception cref="ArgumentException">A column has no value or two.</exception>
    public Cell[] ToRow(params ReadOnlySpan<(string Column, Cell Value)> values)
    {
        var row = new Cell[_columns.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int found = 0;
            foreach ((string column, Cell value) in values)
            {
                if (column != _columns[i].Name)
                    continue;
                row[i] = value;
                found++;
            }

            if (found != 1)
                throw new ArgumentException($"The column '{_columns[i].Name}' has {(found == 0 ? "no value; give Cell.Missing if it is not known" : $"{found} values")}. The scorecard takes: {string.Join(", ", _columns.Select(each => each.Name))}.", nameof(values));
        }

        return row;
    }

    /// <summary>The probability that log-odds stand for: 1 / (1 + exp(−log-odds)), through <see cref="Calibration"/> if there is one. Of a row's log-odds it is the row's score, to the bit.</summary>
    /// <param name="logOdds">Log-odds of the event, as this card sums them; infinities stand for probabilities of 0 and 1.</param>
    /// <param name="isCalibrated">Whether to go through <see cref="Calibration"/>; <see langword="true"/> by default.</param>
    /// <returns>The probability of the event, 0–1.</returns>
    /// <exception cref="ArgumentException">The number is NaN.</exception>
    public double ToProbability(double logOdds, bool isCalibrated = true)
    {
        if (double.IsNaN(logOdds))
            throw new ArgumentException("The log-odds are NaN, which stand for no probability.", nameof(logOdds));
        double probability = LogisticFunctions.Sigmoid(logOdds);
        return Calibration is null || !isCalibrated ? probability : Calibration.Apply(probability);
    }
}
