using System.Globalization;
using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Numerics;

namespace RetentionTags.Explanations;

/// <summary>Explains a <see cref="LogisticModel"/> as a scorecard is explained; what a card carries with it, the rows to compare with, is given here as a table.</summary>
public static class LogisticExplanations
{
    extension(LogisticModel model)
    {
        /// <summary>Says for every row what each column adds to its log-odds, compared with the background: φⱼ = bⱼ (xⱼ − E xⱼ), with the baseline b₀ + Σ bⱼ E xⱼ.</summary>
        /// <remarks>Exact interventional Shapley values: the function is a sum, so the mean over the background is all that counts. Source: Lundberg and Lee (2017), corollary 1. That they add up to the log-odds is checked for every row.</remarks>
        /// <param name="table">Holds the model's columns as numbers, found by name.</param>
        /// <param name="background">The rows to compare with, such as the training rows: the same columns.</param>
        /// <param name="weights">For each row of the background a finite weight of at least 0, or nothing for weight 1 each.</param>
        /// <returns>Shapley values in log-odds.</returns>
        /// <exception cref="ArgumentException">A column is absent, holds categories, or has a value that is missing or infinite; the background has no rows or no weight; or the rows have more contributions than an array holds.</exception>
        /// <exception cref="InvalidOperationException">Contributions and baseline do not add up to a row's log-odds within 10⁻⁹ of the largest of its terms.</exception>
        public ScoreExplanations Explain(Table table, Table background, ReadOnlySpan<double> weights = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            double[][] values = ValuesOf(model, table), terms = ValuesOf(model, background);
            double[] means = MeansOf(terms, BackgroundRows.WeightsOf(background, weights));
            Coefficient[] coefficients = [.. model.Coefficients];
            int width = coefficients.Length;
            double baseline = model.Intercept.Value;
            for (int j = 0; j < width; j++)
                baseline += coefficients[j].Value * means[j];
            var contributions = new double[BackgroundRows.CellsOf(table, width)];
            for (int row = 0; row < table.RowCount; row++)
            {
                double sum = baseline, score = model.Intercept.Value, size = Math.Abs(baseline);
                for (int j = 0; j < width; j++)
                {
                    double term = coefficients[j].Value * values[j][row], contribution = coefficients[j].Value * (values[j][row] - means[j]);
                    contributions[(row * width) + j] = contribution;
                    (sum, score, size) = (sum + contribution, score + term, Math.Max(size, Math.Abs(term)));
                }

                if (!(Math.Abs(sum - score) <= 1e-9 * size))
                    throw new InvalidOperationException(Invariant($"Row {row}: the baseline and the contributions add up to {sum}, and the log-odds are {score}. The columns are too large for doubles to tell them apart; subtract a constant from them."));
            }

            return new(baseline, [.. coefficients.Select(each => each.Name)], (row, j) => values[j][row].ToString("R", CultureInfo.InvariantCulture), contributions, table.RowCount) { BaselineName = "background" };
        }

        /// <summary>Says for every row what each column adds to its probability, compared with the background: the Shapley values of another game than those in log-odds, see <see cref="ProbabilityExplanations"/>.</summary>
        /// <param name="table">Holds the model's columns as numbers, found by name.</param>
        /// <param name="background">The rows to compare with: the same columns.</param>
        /// <param name="weights">For each row of the background a finite weight of at least 0, or nothing for weight 1 each.</param>
        /// <param name="cancellationToken">Stops the enumeration, which takes 2ᵏ probabilities for each row and each row of the background.</param>
        /// <returns>Shapley values in probability.</returns>
        /// <exception cref="ArgumentException">As in <see cref="extension(LogisticModel).Explain(Table, Table, ReadOnlySpan{double})"/>; or the model has more than 15 columns.</exception>
        /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
        public ProbabilityExplanations ExplainProbability(Table table, Table background, ReadOnlySpan<double> weights = default, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            double[][] terms = TermsOf(model, table), backgroundTerms = TermsOf(model, background);
            return ProbabilityGame.Play(model.Intercept.Value, [.. model.Coefficients.Select(each => each.Name)], terms, backgroundTerms, BackgroundRows.WeightsOf(background, weights), (sums, probabilities) => LogisticFunctions.Sigmoid(sums, probabilities), cancellationToken);
        }
    }

    private static double[][] TermsOf(LogisticModel model, Table table) =>
        [.. ValuesOf(model, table).Select((column, j) => column.Select(value => model.Coefficients[j].Value * value).ToArray())];

    private static double[][] ValuesOf(LogisticModel model, Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. model.Coefficients.Select(coefficient =>
        {
            double[] values = table.Numeric(coefficient.Name).Values.ToArray();
            int odd = Array.FindIndex(values, value => !double.IsFinite(value));
            return odd < 0 ? values : throw new ArgumentException($"Column '{coefficient.Name}', row {odd}: the value is {(double.IsNaN(values[odd]) ? "missing" : "infinite")}. A logistic regression has no rule for that: fill it in beforehand, or use a scorecard, which has bins for missing and for extreme values.", nameof(table));
        })];
    }

    private static double[] MeansOf(double[][] values, double[] weights)
    {
        double total = weights.Sum();
        return [.. values.Select(column => column.Zip(weights, (value, weight) => weight * value).Sum() / total)];
    }
}
