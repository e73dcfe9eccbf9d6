using RetentionTags.Data;
using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>From the event rate that a fit saw to the one that its probabilities are to have: class weights are taken back, and chosen rows are led back to their population.</summary>
internal sealed class PriorCorrection
{
    private readonly TrainingSet _data;
    private readonly (double Events, double NonEvents) _weights;
    private readonly bool _isCorrected;

    public PriorCorrection(ClassWeights weights, TrainingSet data)
    {
        _data = data;
        _weights = weights.For(data);
        _isCorrected = weights.CorrectsPrior;
        Weighted = IsWeighted ? data.WithClassWeights(_weights.Events, _weights.NonEvents) : data;
    }

    /// <summary>The rows as the fit is to see them.</summary>
    public TrainingSet Weighted { get; }

    private bool IsWeighted => _weights != (1, 1);

    /// <summary>logit of the population's rate, less that of the rows; 0 when they are the same.</summary>
    public static double PopulationShift(TrainingSet data) =>
        data.PopulationEventRate is double rate ? LogisticFunctions.Logit(rate) - LogisticFunctions.Logit(data.EventRate) : 0;

    public LogisticModel ApplyTo(LogisticModel fitted)
    {
        double unweighting = _isCorrected ? -Math.Log(_weights.Events / _weights.NonEvents) : 0, shift = unweighting + PopulationShift(_data);
        if (!IsWeighted && shift == 0)
            return fitted;
        Coefficient[] coefficients = [fitted.Intercept with { Value = fitted.Intercept.Value + shift }, .. fitted.Coefficients];
        double[] covariance = fitted.Covariance.ToArray();
        var findings = new List<Finding>(fitted.Findings);
        if (IsWeighted)
        {
            coefficients = [.. coefficients.Select(each => each with { StandardError = double.NaN })];
            Array.Fill(covariance, double.NaN);
            findings.Add(new(FindingSeverity.Note, FindingCodes.ClassWeightedInference, "class weights are not counts of rows, so the fit has no standard errors; its log-likelihood is that of the weighted rows."));
        }

        return With([.. findings, Stated(With([]), shift)]);

        LogisticModel With(Finding[] stated) => new(fitted.Recipe, coefficients, covariance, fitted.Convergence, stated)
        {
            LogLikelihood = fitted.LogLikelihood,
            NullLogLikelihood = fitted.NullLogLikelihood,
            TotalWeight = _data.TotalWeight,
        };
    }

    /// <summary>What was done, and how near the mean comes to the rate: the correction is exact for a model that is right and not penalised, and for others it is not.</summary>
    private Finding Stated(LogisticModel moved, double shift)
    {
        TrainingSet population = _data.WeightedToPopulation();
        double[] probabilities = moved.Score(_data.Table);
        double sum = 0;
        for (int row = 0; row < probabilities.Length; row++)
            sum += population.WeightOf(row) * probabilities[row];
        string how = IsWeighted ? Invariant($"An event counted {_weights.Events:G6} and a non-event {_weights.NonEvents:G6} in the fit") : Invariant($"The rows have an event rate of {_data.EventRate:F5}, and the population one of {_data.PopulationEventRate:F5}");
        string what = IsWeighted && !_isCorrected ? "and the intercept was not moved back, as ClassWeights.CorrectsPrior says" : Invariant($"and the intercept was moved by {shift:F5} to make up for it");
        return new(FindingSeverity.Note, FindingCodes.PriorCorrection, Invariant($"{how}, {what}. The mean probability is {sum / population.TotalWeight:F5}; the event rate is {population.EventRate:F5}."));
    }
}
