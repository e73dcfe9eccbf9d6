using RetentionTags.Data;
using RetentionTags.Evaluation.Validation;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>The cross-validated deviance of every λ of a path.</summary>
internal sealed class PathDeviances(RegularizationPath path, double[] lambdas, TrainingSet data, FoldPlan plan, double totalWeight, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>For each λ the mean over folds.</summary>
    public double[] Means { get; } = new double[lambdas.Length];

    /// <summary>For each λ the standard error of the mean.</summary>
    public double[] StandardErrors { get; } = new double[lambdas.Length];

    /// <summary>The place of the least deviance; of equal ones the first, with the greatest λ.</summary>
    public int Minimum { get; private set; }

    /// <summary>The first place within one standard error of the least deviance.</summary>
    public int OneStandardError { get; private set; }

    public void Run()
    {
        double[] weights = [.. plan.Folds.Select(WeightOf)];
        var deviances = new double[weights.Length][];
        InParallel.For(weights.Length, fold => deviances[fold] = Deviances(plan.Folds[fold], weights[fold]), path.MaxThreads, "cross-validation", progress, cancellationToken);
        double total = weights.Sum();
        for (int i = 0; i < lambdas.Length; i++)
        {
            double mean = 0, squares = 0;
            for (int fold = 0; fold < weights.Length; fold++)
                mean += weights[fold] * deviances[fold][i] / total;
            for (int fold = 0; fold < weights.Length; fold++)
                squares += weights[fold] * (deviances[fold][i] - mean) * (deviances[fold][i] - mean) / total;
            (Means[i], StandardErrors[i]) = (mean, Math.Sqrt(squares / (weights.Length - 1)));
        }

        Minimum = Array.IndexOf(Means, Means.Min());
        OneStandardError = Array.FindIndex(Means, mean => mean <= Means[Minimum] + StandardErrors[Minimum]);
    }

    private double WeightOf(Fold fold)
    {
        double sum = 0;
        foreach (int row in fold.Test)
            sum += data.WeightOf(row);
        return sum > 0 ? sum : throw new TrainingDataException($"Fold '{fold.Name}': its {fold.Test.Length} test rows all have the weight 0, so there is nothing to test on. Take fewer folds.");
    }

    /// <summary>For each λ the deviance of the rows that the fold tests, for each unit of their weight.</summary>
    private double[] Deviances(Fold fold, double weight)
    {
        TrainingSet train = data.Rows(fold.Train, cancellationToken).WithoutZeroWeights();
        var prior = new PriorCorrection(path.Regression.ClassWeights, train);
        string? offsetColumn = path.Regression.OffsetColumn;
        double[]? offset = offsetColumn is null ? null : ValuesOfRows.Of(data.Table.Numeric(offsetColumn).Values, fold.Test);
        var fit = new ProximalNewtonFit(path.Regression, DesignMatrix.Of(train, offsetColumn, cancellationToken), prior.Weighted, progress: null, cancellationToken);
        double[][] tested = [.. fit.ColumnNames.Select(name => ValuesOfRows.Of(data.Table.Numeric(name).Values, fold.Test))];
        double share = prior.Weighted.TotalWeight / totalWeight;
        var deviances = new double[lambdas.Length];
        for (int i = 0; i < deviances.Length; i++)
        {
            LogisticRegression regression = path.At(lambdas[i] * share);
            fit.Minimize(regression.L1, regression.L2);
            double[] raw = fit.RawCoefficients;
            raw[0] += prior.Unweighting;
            deviances[i] = 2 * LossOf(raw, tested, offset, fold) / weight;
        }

        return deviances;
    }

    private double LossOf(double[] raw, double[][] tested, double[]? offset, Fold fold)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var logOdds = new double[fold.Test.Length];
        for (int i = 0; i < logOdds.Length; i++)
            logOdds[i] = raw[0] + (offset?[i] ?? 0);
        for (int j = 0; j < tested.Length; j++)
        {
            double coefficient = raw[j + 1];
            double[] values = tested[j];
            for (int i = 0; i < values.Length && coefficient != 0; i++)
                logOdds[i] += coefficient * values[i];
        }

        double loss = 0;
        for (int i = 0; i < logOdds.Length; i++)
            loss += data.WeightOf(fold.Test[i]) * LogisticFunctions.SoftPlus(data.Events[fold.Test[i]] ? -logOdds[i] : logOdds[i]);
        return loss;
    }
}
